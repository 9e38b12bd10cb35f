using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Receptions;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Agencies;
using ScanDeputy.Server.Features.Network.Congresses;
using ScanDeputy.Server.Features.Network.Constituencies;
using ScanDeputy.Server.Features.Network.Deputies;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.Network.Templates;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>What the folder says, each thing with the row that says it. Ids are the files' own.</summary>
internal sealed record MasterData(
    IReadOnlyList<MasterData.JurisdictionLine> Jurisdictions, IReadOnlyList<MasterData.DistrictLine> Districts, IReadOnlyList<MasterData.StationLine> Stations,
    IReadOnlyList<MasterData.DeputyLine> Deputies, IReadOnlyList<MasterData.SeatLine> Seats, IReadOnlyList<MasterData.AgencyLine> Agencies,
    IReadOnlyList<MasterData.CategoryLine> Categories, IReadOnlyList<MasterData.RuleLine> Rules, IReadOnlyList<MasterData.ReceptionLine> Receptions,
    IReadOnlyList<MasterData.ReceptionRuleLine> ReceptionRules, IReadOnlyList<MasterData.StaffLine> Staff, IReadOnlyList<MasterData.ConstituencyLine> Constituencies,
    IReadOnlyList<MasterData.TemplateLine> Templates, IReadOnlyList<MasterData.TermLine> Terms)
{
    public sealed record JurisdictionLine(ImportRow Row, string Code, string Name, string NumberPrefix);

    /// <param name="Body">Null for what follows from the code and the name (<see cref="DistrictBodies"/>).</param>
    /// <param name="Successor">What it became part of.</param>
    public sealed record DistrictLine(ImportRow Row, string Code, string Name, DistrictBody? Body, string? Successor, bool Active);

    public sealed record StationLine(
        ImportRow Row, string Id, string Name, StationKind Kind, string District, string Address, double? Lat, double? Lng, string OpeningHours, bool Active, string? Phone,
        IReadOnlyList<(string Column, object? Value)> Haves);

    public sealed record DeputyLine(ImportRow Row, string Id, string Name, DistrictLevel Level, string District, string Term, string Pledge, string? PhotoUrl, bool Active, string? Phone,
        IReadOnlyList<(string Column, object? Value)> Others);

    public sealed record SeatLine(ImportRow Row, string Station, string Deputy, int Position);

    /// <param name="Parent">The number of the agency that it belongs to.</param>
    public sealed record AgencyLine(ImportRow Row, string Id, string Name, string District, bool Active, string? Parent, string? ContactName, string? ContactPhone);

    /// <param name="RetentionYears">After the end of a case, for its personal data; null for good.</param>
    public sealed record CategoryLine(ImportRow Row, string Id, string Name, int Position, string? Stopper, bool Active, CategoryIcon Icon, int? RetentionYears);

    /// <param name="CoAgencies">Their numbers.</param>
    /// <param name="ValidFrom">The first day; null for ever since.</param>
    /// <param name="ValidTo">The last one, inclusive.</param>
    public sealed record RuleLine(ImportRow Row, string District, string Category, string Agency, IReadOnlyList<string> CoAgencies, DateOnly? ValidFrom, DateOnly? ValidTo);

    public sealed record ReceptionLine(ImportRow Row, string Station, string Deputy, DateOnly On);

    /// <param name="Deputies">Numbers; empty: all who sit in the station.</param>
    public sealed record ReceptionRuleLine(
        ImportRow Row, string Id, string Station, Recurrence Recurrence, DateOnly StartsOn, IReadOnlyList<ReceptionHours> Hours, IReadOnlyList<string> Deputies, int AtOnce, string Topic,
        string Guests, int Capacity, DayOffPolicy DayOff, IReadOnlyList<ReceptionDifference> Exceptions, bool Active);

    /// <param name="Level">Of the congress that it elects for.</param>
    /// <param name="Deputies">Their numbers.</param>
    public sealed record ConstituencyLine(ImportRow Row, string Id, string Name, DistrictLevel Level, IReadOnlyList<string> Districts, IReadOnlyList<string> Deputies, bool Active);

    /// <param name="Category">Null for cases of every category.</param>
    public sealed record TemplateLine(ImportRow Row, string Id, string? Category, Move Move, string Title, string Text, bool Active);

    /// <param name="LastOn">Inclusive; null while it is not known.</param>
    public sealed record TermLine(ImportRow Row, string Name, DistrictLevel Level, DateOnly FirstOn, DateOnly? LastOn);

    public sealed record StaffLine(
        ImportRow Row, string UserName, string Name, string? Phone, IReadOnlyList<Role> Roles, string? Deputy, string? Agency, IReadOnlyList<string> Stations, int? SupervisorLevel, bool Active,
        string? Town)
    {
        /// <summary>A file without the column leaves the towns as they are: it must not make the county's staff of a town's.</summary>
        public bool SaysTown => Row.Has("town");
    }

    public static MasterData Read(ImportFiles files, ImportFaults faults)
    {
        IReadOnlyList<ImportRow> Sheet(SheetDefinition sheet) => ImportSheet.Read(files, sheet, faults);

        return new MasterData(
            [.. Sheet(SheetDefinition.Jurisdiction).Select(JurisdictionOf)],
            [.. Sheet(SheetDefinition.Districts).Select(DistrictOf)],
            [.. Sheet(SheetDefinition.Stations).Select(row => new StationLine(
                row.WholePlace("lat", "lng"), row.Id("id"), row.Required("name", 200), row.OneOf("kind", Enum.GetValues<StationKind>()), row.District("district"), row.Required("address", 200),
                row.Degrees("lat", 3, 54), row.Degrees("lng", 73, 136), row.Required("opening_hours", 200), row.YesNo("active"),
                row.OfficePhone("phone"), HavesOf(row)))],
            [.. Sheet(SheetDefinition.Deputies).Select(row => new DeputyLine(
                row, row.Id("id"), row.PersonName("name", 50), row.OneOf("level", Levels), row.District("district"), row.Required("term", 50),
                row.Optional("pledge", 300) ?? "", row.WebAddress("photo_url", 300), row.YesNo("active"), row.OfficePhone("phone"), OthersOf(row)))],
            [.. Sheet(SheetDefinition.Seats).Select(row => new SeatLine(
                row, row.Id("station"), row.Id("deputy"), row.Number("position", 1, 10_000) ?? 1))],
            [.. Sheet(SheetDefinition.Agencies).Select(AgencySheet.Read)],
            [.. Sheet(SheetDefinition.Categories).Select(row => new CategoryLine(
                row, row.Id("id"), row.Required("name", 50), row.Number("position", 1, 10_000) ?? 1, row.Optional("stopper", 300), !row.Has("active") || row.YesNo("active"),
                row.Maybe("icon", Enum.GetValues<CategoryIcon>()) ?? CategoryIcon.Other, row.Has("retention_years") ? row.Number("retention_years", 1, MostRetentionYears) : null))],
            [.. Sheet(SheetDefinition.Rules).Select(AgencySheet.ReadRule)],
            [.. Sheet(SheetDefinition.Receptions).Select(row => new ReceptionLine(row, row.Id("station"), row.Id("deputy"), row.Date("date")))],
            [.. Sheet(SheetDefinition.ReceptionRules).Select(ReceptionRuleFields.Read)],
            [.. Sheet(SheetDefinition.Staff).Select(StaffOf)],
            [.. Sheet(SheetDefinition.Constituencies).Select(ConstituencySheet.Read)],
            [.. Sheet(SheetDefinition.AnswerTemplates).Select(TemplateSheet.Read)],
            [.. Sheet(SheetDefinition.CongressTerms).Select(TermSheet.Read)]);
    }

    /// <summary>One account alone, as an administrator writes it.</summary>
    public static MasterData Of(StaffLine line) => new([], [], [], [], [], [], [], [], [], [], [line], [], [], []);

    public static JurisdictionLine JurisdictionOf(ImportRow row) => new(row, Jurisdiction(row), row.Required("name", 100), Prefix(row));

    /// <summary>Of the columns that the file has; the others stay as they are.</summary>
    private static IReadOnlyList<(string Column, object? Value)> HavesOf(ImportRow row) =>
    [
        .. from have in Enum.GetValues<StationHave>()
           let columns = StationHaves.ColumnsOf(have)
           from column in new (string, object?)[] { (columns.Present, row.MaybeYesNo(columns.Present)), (columns.Note, row.MaybeText(columns.Note, 200)) }
           where row.Has(column.Item1)
           select column,
    ];

    private static IReadOnlyList<(string Column, object? Value)> OthersOf(ImportRow row) =>
    [
        .. from column in new (string, object?)[]
           {
               ("trade_groups", string.Join('|', row.MaybeWords("trade_groups", 400))), ("professional_groups", string.Join('|', row.MaybeWords("professional_groups", 400))),
               ("unit", row.MaybeText("unit", 200) ?? ""), ("public_fields", string.Join('|', row.MaybeSomeOf("public_fields", Enum.GetValues<PublicField>()).Order())),
           }
           where row.Has(column.Item1)
           select column,
    ];

    public static DistrictLine DistrictOf(ImportRow row)
    {
        var line = new DistrictLine(
            row, row.District("code"), row.Required("name", 100), row.Maybe("body", Enum.GetValues<DistrictBody>()), row.MaybeDistrict("successor"), !row.Has("active") || row.YesNo("active"));
        if (line.Code == DistrictCode.Nation.ToString())
            row.Fault("code", "not_district", line.Code);
        // Level and parent are in the code; a list that says another one is of another system.
        if (row.MaybeDistrict("parent") is { } parent && DistrictCode.TryParse(line.Code, out var code) && parent != (code.Parent ?? code).ToString())
            row.Fault("parent", "other_parent", DistrictCode.Parse(parent).Short, code.Parent?.Short);
        return line;
    }

    public static StaffLine StaffOf(ImportRow row) => new(
        row, row.Id("user_name", 64), row.PersonName("name", 50), row.Mobile("phone"), row.SomeOf("roles", StaffRoles), row.Optional("deputy", 32),
        row.Optional("agency", 32), row.Parts("station"), row.Number("supervisor_level", 1, 3), row.YesNo("active"), row.Town("town"));

    private const int MostRetentionYears = 30;

    // Residents come by themselves; the program is no person.
    public static readonly IReadOnlyList<Role> StaffRoles =
    [
        Role.Deputy, Role.StationKeeper, Role.CommitteeOffice, Role.GovernmentOffice, Role.AgencyHandler, Role.Supervisor, Role.Administrator, Role.SecurityAdministrator, Role.Auditor,
    ];

    public static readonly IReadOnlyList<DistrictLevel> Levels = [DistrictLevel.Nation, DistrictLevel.Province, DistrictLevel.City, DistrictLevel.County, DistrictLevel.Town];

    private static string Jurisdiction(ImportRow row)
    {
        var code = row.Id("code", 6);
        if (code.Length != 6 || !DistrictCode.TryParse(code, out _))
            row.Fault("code", "not_jurisdiction", code);
        return code;
    }

    private static string Prefix(ImportRow row)
    {
        var prefix = row.Required("number_prefix", 8);
        if (!prefix.All(char.IsAsciiLetterUpper))
            row.Fault("number_prefix", "not_prefix", prefix);
        return prefix;
    }
}
