using System.Text.Json.Serialization;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Deputies;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>代表. Who leaves office does so by leaving (<c>/leave</c>), so that open cases are handed on.</summary>
public sealed class DeputyRegister : Register<DeputyRegister.Item, DeputyRegister.Fields>
{
    public static readonly DeputyRegister Instance = new();

    /// <param name="Number">The office's own; given when left out, and never changed.</param>
    /// <param name="Level">Of which congress.</param>
    /// <param name="District">A statistical code of 6, 9 or 12 digits.</param>
    public sealed record Fields(string? Number, string? Name, DistrictLevel? Level, string? District, string? Term, string? Pledge, string? PhotoUrl)
    {
        /// <summary>行业小组.</summary>
        public IReadOnlyList<string>? TradeGroups { get; init; }

        /// <summary>专业小组.</summary>
        public IReadOnlyList<string>? ProfessionalGroups { get; init; }

        /// <summary>Where they work, and as what.</summary>
        public string? Unit { get; init; }

        public string? Phone { get; init; }

        /// <summary>What of photo, unit, phone and groups everybody may see; nothing when left out.</summary>
        public IReadOnlyList<PublicField>? PublicFields { get; init; }
    }

    public sealed record Item : IRegisterItem
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Name { get; init; } = "";

        public DistrictLevel Level { get; init; }

        public string District { get; init; } = "";

        public string Term { get; init; } = "";

        public string Pledge { get; init; } = "";

        public string? PhotoUrl { get; init; }

        public IReadOnlyList<string> TradeGroups => StoredTradeGroups.Parts();

        public IReadOnlyList<string> ProfessionalGroups => StoredProfessionalGroups.Parts();

        public string Unit { get; init; } = "";

        public string? Phone { get; init; }

        public IReadOnlyList<PublicField> PublicFields => [.. StoredPublicFields.Parts().Select(Enum.Parse<PublicField>)];

        /// <summary>Whether the office has handed one in.</summary>
        public bool HasPhoto => PhotoSha256 is not null;

        [JsonIgnore]
        public string? PhotoSha256 { get; init; }

        [JsonIgnore]
        public string? PhoneEncrypted { get; init; }

        [JsonIgnore]
        public string StoredTradeGroups { get; init; } = "";

        [JsonIgnore]
        public string StoredProfessionalGroups { get; init; } = "";

        [JsonIgnore]
        public string StoredPublicFields { get; init; } = "";

        public bool Active { get; init; }

        public int Version { get; init; }

        IEnumerable<string> IRegisterItem.Groups => [.. TradeGroups, .. ProfessionalGroups];

        IEnumerable<string> IRegisterItem.Searched => [Number, Name, Term, Terms.Of(Level), Unit, .. TradeGroups, .. ProfessionalGroups];

        public IReadOnlyDictionary<string, string> Columns() => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = Number,
            ["name"] = Name,
            ["level"] = Terms.Of(Level),
            ["district"] = DistrictCode.Parse(District).Short,
            ["term"] = Term,
            ["pledge"] = Pledge,
            ["photo_url"] = PhotoUrl ?? "",
            ["active"] = Active ? "是" : "否",
            ["trade_groups"] = StoredTradeGroups,
            ["professional_groups"] = StoredProfessionalGroups,
            ["unit"] = Unit,
            ["phone"] = Phone ?? "",
            ["public_fields"] = string.Join('|', PublicFields.Select(field => Terms.Of(field))),
        };
    }

    public override string Name => "deputies";

    public override string OperationName => "Deputy";

    public override bool HasGroups => true;

    public override SheetDefinition Sheet => SheetDefinition.Deputies;

    public override IReadOnlyList<string> Keys => ["id"];

    public override string NumberPrefix => "D";

    protected override string Select => """
        select id, coalesce(reference, id) as number, name, level, district, term, pledge, photo_url, active, version,
          photo_sha256, phone_encrypted, unit, trade_groups as stored_trade_groups, professional_groups as stored_professional_groups, public_fields as stored_public_fields
        from deputies where jurisdiction = @Jurisdiction order by coalesce(reference, id)
        """;

    public override bool HasContact(Item item) => item.Phone is not null;

    public override Item Open(Item item, PersonalData crypto) => item with { Phone = crypto.DecryptOrNull(PersonalDataPurpose.Phone, item.PhoneEncrypted) };

    public override Task<string?> MayNotCloseAsync(WriteScope scope, Item item) => Task.FromResult<string?>("deputy_leaves");

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["id"] = fields.Number,
        ["name"] = fields.Name,
        ["level"] = fields.Level?.ToString(),
        ["district"] = fields.District,
        ["term"] = fields.Term,
        ["pledge"] = fields.Pledge,
        ["photo_url"] = fields.PhotoUrl,
        ["trade_groups"] = fields.TradeGroups is null ? null : string.Join('|', fields.TradeGroups),
        ["professional_groups"] = fields.ProfessionalGroups is null ? null : string.Join('|', fields.ProfessionalGroups),
        ["unit"] = fields.Unit,
        ["phone"] = fields.Phone,
        ["public_fields"] = fields.PublicFields is null ? null : string.Join('|', fields.PublicFields),
    };
}
