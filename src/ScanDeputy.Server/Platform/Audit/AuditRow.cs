using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ScanDeputy.Server.Platform.Audit;

/// <summary>An entry as it is stored.</summary>
public sealed record AuditRow
{
    public const string Columns = "chain, sequence, id, at, kind, made_by, object, object_id, person, request_id, network, details, previous_hash, hash";

    public string Chain { get; init; } = "";

    /// <summary>Counts from 1 in its chain, without a gap.</summary>
    public long Sequence { get; init; }

    public string Id { get; init; } = "";

    public DateTimeOffset At { get; init; }

    public string Kind { get; init; } = "";

    public string MadeBy { get; init; } = "";

    public string Object { get; init; } = "";

    public string ObjectId { get; init; } = "";

    public string Person { get; init; } = "";

    public string RequestId { get; init; } = "";

    public string Network { get; init; } = "";

    /// <summary>JSON: name, old and new value of each.</summary>
    public string Details { get; init; } = "";

    public string PreviousHash { get; init; } = "";

    public string Hash { get; init; } = "";

    /// <summary>SHA-256 of the hash before it, a line feed, and all columns between as a JSON array; 64 lower-case hexadecimal digits.</summary>
    public string ComputeHash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PreviousHash + "\n" + JsonSerializer.Serialize(
        (object[])[Chain, Sequence, Id, At.ToUnixTimeMilliseconds(), Kind, MadeBy, Object, ObjectId, Person, RequestId, Network, Details]))));
}
