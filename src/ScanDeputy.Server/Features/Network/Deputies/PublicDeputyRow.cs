using ScanDeputy.Server.Features.Network.Pictures;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Network.Deputies;

/// <summary>What everybody may see of a deputy beside name, level, place, term and pledge: only what the office has made public.</summary>
/// <param name="PhotoUrl">Begins with / for one that the office has handed in; another site's otherwise.</param>
/// <param name="Unit">Where they work, and as what.</param>
/// <param name="Groups">行业小组 and 专业小组.</param>
public sealed record PublicDeputy(string? PhotoUrl, string? Unit, string? Phone, IReadOnlyList<string> Groups);

/// <summary>The columns from which that follows, read with a deputy.</summary>
internal abstract record PublicDeputyRow
{
    /// <summary>Of deputies as p.</summary>
    public const string PublicColumns = "p.photo_url, p.photo_sha256, p.unit, p.phone_encrypted, p.trade_groups, p.professional_groups, p.public_fields";

    public string Id { get; init; } = "";

    public string? PhotoUrl { get; init; }

    public string? PhotoSha256 { get; init; }

    public string Unit { get; init; } = "";

    public string? PhoneEncrypted { get; init; }

    public string TradeGroups { get; init; } = "";

    public string ProfessionalGroups { get; init; } = "";

    public string PublicFields { get; init; } = "";

    public PublicDeputy ToPublic(PersonalData crypto) => new(
        PhotoSha256 is { } sha256 && Shows(PublicField.Photo) ? DeputyPhoto.AddressOf(Id, sha256) : PhotoUrl,
        Shows(PublicField.Unit) && Unit.Length > 0 ? Unit : null,
        Shows(PublicField.Phone) ? crypto.DecryptOrNull(PersonalDataPurpose.Phone, PhoneEncrypted) : null,
        [.. PublicGroups]);

    public IEnumerable<string> PublicGroups => Shows(PublicField.Groups) ? [.. TradeGroups.Parts(), .. ProfessionalGroups.Parts()] : [];

    private bool Shows(PublicField field) => PublicFields.Parts().Contains(field.ToString(), StringComparer.Ordinal);
}
