
namespace ScanDeputy.Server.Features.Cases;

/// <summary>What the <c>cases</c> table holds beside the ledger: the report's own content, and where it was put.</summary>
public sealed record CaseRow
{
    public string Id { get; init; } = "";

    public string Number { get; init; } = "";

    public string Jurisdiction { get; init; } = "";

    public string StationId { get; init; } = "";

    public string District { get; init; } = "";

    public string CategoryId { get; init; } = "";

    /// <summary>The account that the case belongs to now; differs from the ledger's after two accounts of one person were joined.</summary>
    public string ResidentId { get; init; } = "";

    /// <summary>What a deputy's own suggestion is, by name; null where a resident reported the matter.</summary>
    public string? OwnKind { get; init; }

    public bool IsOwn => OwnKind is not null;

    public string Title { get; init; } = "";

    public string Text { get; init; } = "";

    public string? PlaceAddress { get; init; }

    public double? Lat { get; init; }

    public double? Lng { get; init; }

    public string? ContactEncrypted { get; init; }

    public bool ShareWithAgency { get; init; }

    public bool IsPublic { get; init; }

    /// <summary>The author agreed, separately, to the publication of their photos.</summary>
    public bool PhotosPublic { get; init; }

    public string ContentStatus { get; init; } = "";

    public string Fingerprint { get; init; } = "";

    /// <summary>The secret in the fingerprint, for the author.</summary>
    public string ReceiptNonce { get; init; } = "";

    public DateOnly? ExpiresOn { get; init; }

    /// <summary>When the next of the reminders is due that has not been sent.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>When the retention of its category was over and what is personal was erased.</summary>
    public DateOnly? ErasedOn { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public const string Columns = """
        id, number, jurisdiction, station_id, district, category_id, resident_id, own_kind, title, text, place_address, lat, lng,
        contact_encrypted, share_with_agency, is_public, photos_public, content_status, fingerprint, receipt_nonce, expires_on, remind_at, erased_on, created_at, updated_at
        """;
}
