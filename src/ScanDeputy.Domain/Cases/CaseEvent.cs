using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScanDeputy.Domain.Cases.Hashing;
using ScanDeputy.Domain.Cases.Moves;

namespace ScanDeputy.Domain.Cases;

/// <summary>
/// One entry of a case's ledger: a <see cref="Fact"/> with its place (1, 2, 3 …), instant, actor, and the hash that chains it to
/// the entry before (handbook §3: events are never changed or deleted, and a changed or missing one is found).
/// </summary>
/// <param name="CaseId">The case, part of the hash: an entry cannot be moved to another case.</param>
/// <param name="Sequence">Counts from 1 without gaps; the last one is the case's version.</param>
/// <param name="At">UTC, cut to milliseconds, which is what the database keeps.</param>
/// <param name="Data">The fact as JSON, exactly as it was hashed.</param>
/// <param name="PreviousHash">Hash of entry <c>Sequence - 1</c>; 64 zeros before the first.</param>
/// <param name="Hash">64 lower-case hexadecimal digits.</param>
/// <param name="HashedBy">By which <paramref name="Hash"/> was made.</param>
public sealed record CaseEvent(
    string CaseId, int Sequence, DateTimeOffset At, Actor Actor, Fact Fact, string Data, string PreviousHash, string Hash, LedgerHash HashedBy)
{
    public static readonly string Genesis = new('0', 64);

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <param name="wanted">See <see cref="LedgerHashes.Next"/>.</param>
    public static CaseEvent Append(string caseId, CaseEvent? previous, DateTimeOffset at, Actor actor, Fact fact, LedgerHash wanted = LedgerHash.Sha256)
    {
        var sequence = (previous?.Sequence ?? 0) + 1;
        var previousHash = previous?.Hash ?? Genesis;
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        var data = JsonSerializer.Serialize(fact, Json);
        var hashedBy = LedgerHashes.Next(previous?.HashedBy ?? wanted, wanted);
        var hash = ComputeHash(hashedBy, caseId, sequence, instant, actor, data, previousHash);
        return new CaseEvent(caseId, sequence, instant, actor, fact, data, previousHash, hash, hashedBy);
    }

    /// <summary>Reads a stored entry; it does not check the hash, <see cref="LedgerChain.FirstFault"/> does.</summary>
    /// <exception cref="JsonException">The stored data is no fact.</exception>
    public static CaseEvent Restore(
        string caseId, int sequence, DateTimeOffset at, Actor actor, string data, string previousHash, string hash, LedgerHash hashedBy = LedgerHash.Sha256)
    {
        return new CaseEvent(caseId, sequence, at, actor, FactOf(data), data, previousHash, hash, hashedBy);
    }

    public bool HashIsRight => string.Equals(Hash, ComputeHash(HashedBy, CaseId, Sequence, At, Actor, Data, PreviousHash), StringComparison.Ordinal);

    private static Fact FactOf(string data)
    {
        try
        {
            return JsonSerializer.Deserialize<Fact>(data, Json) ?? throw new JsonException("A stored fact is null.");
        }
        catch (NotSupportedException fault)
        {
            // What the serializer says about data without a type.
            throw new JsonException("A stored fact has no type.", fault);
        }
    }

    private static string ComputeHash(
        LedgerHash hashedBy, string caseId, int sequence, DateTimeOffset at, Actor actor, string data, string previousHash)
    {
        // Length prefixes keep two different entries from reading the same once joined.
        var text = new StringBuilder(data.Length + 256);
        string[] parts =
        [
            previousHash, caseId, sequence.ToString(CultureInfo.InvariantCulture),
            at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), actor.Id, actor.Role.ToString(), data,
        ];
        foreach (var part in parts)
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part};");

        return LedgerHashes.Of(hashedBy, text.ToString());
    }
}
