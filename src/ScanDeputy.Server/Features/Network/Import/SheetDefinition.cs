using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Platform.Tables;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>A kind of master data as it stands in files: one CSV, or one sheet of a workbook.</summary>
/// <param name="Name">Of the file, without its ending.</param>
/// <param name="Columns">In the order of a template.</param>
/// <param name="Optional">Those that a file need not have, since it may be older than they.</param>
public sealed record SheetDefinition(string Name, IReadOnlyList<string> Columns, params IReadOnlyList<string> Optional)
{
    private static readonly TextResource Texts = new(typeof(SheetDefinition), "Sheets");

    public static readonly SheetDefinition Jurisdiction = new("jurisdiction", ["code", "name", "number_prefix"]);
    public static readonly SheetDefinition Districts = new("districts", ["code", "name"], "parent", "body", "successor", "active");
    public static readonly SheetDefinition Stations = new("stations", ["id", "name", "kind", "district", "address", "lat", "lng", "opening_hours", "active"], ["phone", .. StationHaves.AllColumns]);
    public static readonly SheetDefinition CongressTerms = new("congress_terms", ["name", "level", "first_on", "last_on"]);
    public static readonly SheetDefinition Deputies = new("deputies", ["id", "name", "level", "district", "term", "pledge", "photo_url", "active"], "trade_groups", "professional_groups", "unit", "phone", "public_fields");
    public static readonly SheetDefinition Seats = new("station_deputies", ["station", "deputy", "position"]);
    public static readonly SheetDefinition Constituencies = new("constituencies", ["id", "name", "level", "districts", "deputies", "active"]);
    public static readonly SheetDefinition Agencies = new("agencies", ["id", "name", "district", "active"], "parent", "contact_name", "contact_phone");
    public static readonly SheetDefinition Categories = new("categories", ["id", "name", "position", "stopper"], "active", "icon", "retention_years");
    public static readonly SheetDefinition AnswerTemplates = new("answer_templates", ["id", "category", "move", "title", "text", "active"]);
    public static readonly SheetDefinition Rules = new("agency_rules", ["district", "category", "agency"], "co_agencies", "valid_from", "valid_to");
    public static readonly SheetDefinition Receptions = new("reception_days", ["station", "deputy", "date"]);
    public static readonly SheetDefinition ReceptionRules = new(
        "reception_rules", ["id", "station", "recurrence", "starts_on", "times", "deputies", "at_once", "topic", "guests", "capacity", "day_off", "exceptions", "active"]);
    public static readonly SheetDefinition Staff = new("staff", ["user_name", "name", "phone", "roles", "deputy", "agency", "station", "supervisor_level", "active"], "town");

    public static readonly IReadOnlyList<SheetDefinition> All = [Jurisdiction, Districts, Stations, CongressTerms, Deputies, Seats, Constituencies, Agencies, Categories, AnswerTemplates, Rules, Receptions, ReceptionRules, Staff];

    /// <summary>All columns, as a template has them.</summary>
    public IReadOnlyList<string> AllColumns => [.. Columns, .. Optional];

    public string FileName => $"{Name}.csv";

    /// <summary>In Chinese: what a sheet of a workbook is called.</summary>
    public string Title => Texts[Name];

    /// <summary>What a table of the database holds, in Chinese: it has the name of its sheet, or a text of its own.</summary>
    public static string TitleOfTable(string table) => Texts[table];

    /// <summary>A column's title in Chinese.</summary>
    public string LabelOf(string column) => Texts[$"{Name}.{column}"];

    /// <summary>The same, or the name of what is changed and has no column in a file.</summary>
    public string LabelOrNameOf(string column) => Texts.Find($"{Name}.{column}") ?? column;

    /// <summary>What is to be written there, for those who fill in a template.</summary>
    public string HintOf(string column) => Texts[$"{Name}.{column}.hint"];

    /// <summary>Rows, by their columns, as they can be handed in again.</summary>
    public SheetToWrite ToWrite(IEnumerable<IReadOnlyDictionary<string, string>> rows) => new(
        Title, [.. AllColumns.Select(LabelOf)], rows.Select(row => (IReadOnlyList<CellToWrite>)[.. AllColumns.Select(column => (CellToWrite)row[column])]));

    /// <summary>What lists that others publish call it.</summary>
    private string[] OtherLabelsOf(string column) => Texts.Find($"{Name}.{column}.also")?.Split('|') ?? [];

    public static SheetDefinition? Find(string name) => All.FirstOrDefault(sheet => sheet.Name == name || sheet.Title == name.Trim());

    /// <summary>The column with this title, however it is decorated: blanks, a star, remarks in brackets.</summary>
    public string? ColumnOf(string header)
    {
        var end = header.AsSpan().IndexOfAny("(（*＊");
        var title = string.Concat((end > 0 ? header[..end] : header).Where(sign => !char.IsWhiteSpace(sign) && sign is not ('*' or '＊')));
        return AllColumns.FirstOrDefault(column => title == column || title == LabelOf(column) || OtherLabelsOf(column).Contains(title, StringComparer.Ordinal));
    }
}
