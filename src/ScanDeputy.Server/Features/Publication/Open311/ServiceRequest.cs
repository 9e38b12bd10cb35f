using System.Text.Json.Serialization;
using ScanDeputy.Domain.Cases;

namespace ScanDeputy.Server.Features.Publication.Open311;

/// <summary>A category, as GeoReport v2 calls it: a type of service request.</summary>
public sealed record Service
{
    [JsonPropertyName("service_code")]
    public required string ServiceCode { get; init; }

    [JsonPropertyName("service_name")]
    public required string ServiceName { get; init; }

    [JsonPropertyName("description")]
    public required string Description { get; init; }

    /// <summary>Whether there is a service definition: there is none.</summary>
    [JsonPropertyName("metadata")]
    public bool Metadata { get; init; }

    /// <summary>The request's id is known at once.</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; } = "realtime";

    [JsonPropertyName("keywords")]
    public string Keywords { get; init; } = "";

    [JsonPropertyName("group")]
    public string Group { get; init; } = "";
}

/// <summary>A published case, as GeoReport v2 calls it. Fields that would say where it is exactly are empty: that is not published.</summary>
public sealed record ServiceRequest
{
    public const string Open = "open";
    public const string Closed = "closed";

    /// <summary>Those that nothing more is expected of but the author's mark.</summary>
    private static readonly CaseStatus[] ClosedStates = [CaseStatus.Answered, CaseStatus.Redirected, CaseStatus.Replied, CaseStatus.Evaluated, CaseStatus.Closed];

    [JsonPropertyName("service_request_id")]
    public required string ServiceRequestId { get; init; }

    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>The answer; where it stands, while there is none.</summary>
    [JsonPropertyName("status_notes")]
    public required string StatusNotes { get; init; }

    [JsonPropertyName("service_name")]
    public required string ServiceName { get; init; }

    [JsonPropertyName("service_code")]
    public required string ServiceCode { get; init; }

    [JsonPropertyName("description")]
    public required string Description { get; init; }

    [JsonPropertyName("agency_responsible")]
    public required string AgencyResponsible { get; init; }

    [JsonPropertyName("service_notice")]
    public string ServiceNotice { get; init; } = "";

    [JsonPropertyName("requested_datetime")]
    public required string RequestedDatetime { get; init; }

    [JsonPropertyName("updated_datetime")]
    public required string UpdatedDatetime { get; init; }

    /// <summary>The day until which an agency has promised it, as an instant.</summary>
    [JsonPropertyName("expected_datetime")]
    public required string ExpectedDatetime { get; init; }

    /// <summary>The district: a town or village.</summary>
    [JsonPropertyName("address")]
    public required string Address { get; init; }

    [JsonPropertyName("address_id")]
    public required string AddressId { get; init; }

    [JsonPropertyName("zipcode")]
    public string Zipcode { get; init; } = "";

    [JsonPropertyName("lat")]
    public double? Lat { get; init; }

    [JsonPropertyName("long")]
    public double? Long { get; init; }

    [JsonPropertyName("media_url")]
    public string MediaUrl { get; init; } = "";

    public static IReadOnlyList<CaseStatus> StatesOf(string status) =>
        [.. Enum.GetValues<CaseStatus>().Where(state => ClosedStates.Contains(state) == (status == Closed))];

    public static string StatusOf(CaseStatus state) => ClosedStates.Contains(state) ? Closed : Open;
}

/// <summary>What is wrong with a call, as GeoReport v2 says it.</summary>
public sealed record GeoReportError
{
    [JsonPropertyName("code")]
    public required int Code { get; init; }

    [JsonPropertyName("description")]
    public required string Description { get; init; }
}
