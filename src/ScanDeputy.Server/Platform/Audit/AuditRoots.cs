using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace ScanDeputy.Server.Platform.Audit;

/// <summary>The last entry of a chain, as far as it is looked at.</summary>
public sealed record AuditHead
{
    public string Chain { get; init; } = "";

    public long Sequence { get; init; }

    public string Hash { get; init; } = "";
}

/// <summary>
/// One hash over the last entries of all chains. Whoever has it, deposited outside, can prove later that no entry was changed since: the same instant's root
/// can be computed again as long as its entries are kept.
/// </summary>
public sealed class AuditRoots(Database.Database database)
{
    /// <returns>Null when entries of before have been deleted since, so that it cannot be said any more.</returns>
    public async Task<string?> ComputeAsync(DateTimeOffset end, CancellationToken ct)
    {
        var heads = new List<AuditHead>();
        foreach (var chain in await database.ReadAsync(connection => connection.QueryAsync<string>("select chain from audit_heads order by chain"), ct))
        {
            var values = new { chain, end };
            if (await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<AuditHead>(SelectLast, values), ct) is { } head)
                heads.Add(head);
            else if (await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<int?>("select 1 from audit_anchors where chain = @chain limit 1", values), ct) is not null)
                return null;
        }

        return Of(heads);
    }

    /// <summary>SHA-256 over one line <c>chain sequence hash</c> for each chain that had begun, in the order of the chains; 64 lower-case hexadecimal digits.</summary>
    public static string Of(IEnumerable<AuditHead> heads) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(heads.OrderBy(head => head.Chain, StringComparer.Ordinal).Select(head => $"{head.Chain} {head.Sequence} {head.Hash}\n")))));

    // By the place in the chain: entries of one moment may be told in another order than they were made in.
    private const string SelectLast = "select chain, sequence, hash from audit_events where chain = @chain and at < @end order by sequence desc limit 1";
}
