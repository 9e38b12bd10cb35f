using System.Globalization;
using System.Text.Json;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.Rules;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>联络站.</summary>
public sealed class StationRegister : Register<StationRegister.Item, StationRegister.Fields>
{
    public static readonly StationRegister Instance = new();

    /// <param name="Number">The office's own; given when left out, and never changed.</param>
    /// <param name="District">A statistical code of 6, 9 or 12 digits.</param>
    /// <param name="Lat">GCJ-02 degrees; a mobile station has none.</param>
    /// <param name="Lng">GCJ-02 degrees.</param>
    public sealed record Fields(string? Number, string? Name, StationKind? Kind, string? District, string? Address, double? Lat, double? Lng, string? OpeningHours)
    {
        /// <summary>That residents call.</summary>
        public string? Phone { get; init; }

        /// <summary>八有.</summary>
        public StationHaves? Haves { get; init; }
    }

    public sealed record Item : StationHaveRow, IRegisterItem
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Name { get; init; } = "";

        public StationKind Kind { get; init; }

        public string District { get; init; } = "";

        public string Address { get; init; } = "";

        public double? Lat { get; init; }

        public double? Lng { get; init; }

        public string OpeningHours { get; init; } = "";

        public string Phone { get; init; } = "";

        public bool Active { get; init; }

        public int Version { get; init; }

        IEnumerable<string> IRegisterItem.Searched => [Number, Name, Address, Phone, Terms.Of(Kind)];

        public IReadOnlyDictionary<string, string> Columns()
        {
            var columns = OwnColumns();
            foreach (var have in Enum.GetValues<StationHave>())
            {
                var (present, note) = StationHaves.ColumnsOf(have);
                var state = Haves.Of(have);
                (columns[present], columns[note]) = (state?.Present switch { true => "是", false => "否", null => "" }, state?.Note ?? "");
            }

            return columns;
        }

        private Dictionary<string, string> OwnColumns() => new(StringComparer.Ordinal)
        {
            ["id"] = Number,
            ["name"] = Name,
            ["kind"] = Terms.Of(Kind),
            ["district"] = DistrictCode.Parse(District).Short,
            ["address"] = Address,
            ["lat"] = Lat?.ToString(CultureInfo.InvariantCulture) ?? "",
            ["lng"] = Lng?.ToString(CultureInfo.InvariantCulture) ?? "",
            ["opening_hours"] = OpeningHours,
            ["phone"] = Phone,
            ["active"] = Active ? "是" : "否",
        };
    }

    public override string Name => "stations";

    public override string OperationName => "Station";

    public override SheetDefinition Sheet => SheetDefinition.Stations;

    public override IReadOnlyList<string> Keys => ["id"];

    public override string NumberPrefix => "S";

    protected override string Select => $"""
        select id, coalesce(reference, id) as number, name, kind, district, address, lat, lng, opening_hours, phone, active, version, {string.Join(", ", StationHaves.AllColumns)}
        from stations where jurisdiction = @Jurisdiction order by coalesce(reference, id)
        """;

    /// <summary>In the API the eight stand together.</summary>
    public override string FieldOf(string column)
    {
        foreach (var have in Enum.GetValues<StationHave>())
        {
            var (present, note) = StationHaves.ColumnsOf(have);
            if (column == present || column == note)
                return $"haves.{JsonNamingPolicy.CamelCase.ConvertName(have.ToString())}.{(column == note ? "note" : "present")}";
        }

        return base.FieldOf(column);
    }

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields)
    {
        var columns = OwnColumns(fields);
        foreach (var have in Enum.GetValues<StationHave>())
        {
            var (present, note) = StationHaves.ColumnsOf(have);
            var state = fields.Haves?.Of(have);
            (columns[present], columns[note]) = (state?.Present switch { true => "是", false => "否", null => null }, state?.Note);
        }

        return columns;
    }

    private static Dictionary<string, string?> OwnColumns(Fields fields) => new(StringComparer.Ordinal)
    {
        ["id"] = fields.Number,
        ["name"] = fields.Name,
        ["kind"] = fields.Kind?.ToString(),
        ["district"] = fields.District,
        ["address"] = fields.Address,
        ["lat"] = fields.Lat?.ToString(CultureInfo.InvariantCulture),
        ["lng"] = fields.Lng?.ToString(CultureInfo.InvariantCulture),
        ["opening_hours"] = fields.OpeningHours,
        ["phone"] = fields.Phone,
    };
}
