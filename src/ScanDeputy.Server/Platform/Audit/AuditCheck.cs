using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace ScanDeputy.Server.Platform.Audit;

/// <param name="Root">One hash over the last entries of all chains: whoever has it, deposited outside, can prove later that nothing before was changed.</param>
public sealed record AuditTotals(long Entries, int Chains, int Faults, string Root);

/// <summary>
/// Walks every chain of the audit trail from its beginning, or from what was left when old entries were deleted, to its head: an entry that was changed, taken
/// out, put in or cut off at the end does not fit.
/// </summary>
public sealed class AuditCheck(Database.Database database)
{
    private const int AtOnce = 500;

    public async Task<AuditTotals> RunAsync(Action<string, string> fault, CancellationToken ct)
    {
        var heads = (await database.ReadAsync(connection => connection.QueryAsync<Link>("select chain, sequence, hash from audit_heads order by chain"), ct)).AsList();
        var (entries, faults, roots) = (0L, 0, new StringBuilder());
        void Tell(string chain, string text)
        {
            faults++;
            fault(chain.Length == 0 ? "-" : chain, text);
        }

        foreach (var head in heads)
        {
            var from = await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<Link>(SelectAnchor, new { head.Chain }), ct) ?? new Link();
            var (last, hash) = (from.Sequence, from.Hash);
            while (await PageAsync(head, last, ct) is { Count: > 0 } rows)
            {
                foreach (var row in rows)
                {
                    if (row.Sequence != last + 1)
                        Tell(head.Chain, $"entries {last + 1} to {row.Sequence - 1} are missing");
                    else if (row.PreviousHash != hash)
                        Tell(head.Chain, $"entry {row.Sequence} does not follow the one before it");
                    if (row.ComputeHash() != row.Hash)
                        Tell(head.Chain, $"entry {row.Sequence} was changed");
                    (last, hash) = (row.Sequence, row.Hash);
                    entries++;
                }
            }

            if (last != head.Sequence || hash != head.Hash)
                Tell(head.Chain, $"the chain ends with entry {last}, and {head.Sequence} were written");
            roots.Append(head.Chain).Append(' ').Append(last).Append(' ').Append(hash).Append('\n');
        }

        foreach (var chain in await database.ReadAsync(connection => connection.QueryAsync<string>(SelectStrays), ct))
            Tell(chain, "entries without a head");
        return new AuditTotals(entries, heads.Count, faults, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(roots.ToString()))));
    }

    /// <summary>Up to the head as it was read: people go on working meanwhile.</summary>
    private async Task<List<AuditRow>> PageAsync(Link head, long after, CancellationToken ct) => (await database.ReadAsync(
        connection => connection.QueryAsync<AuditRow>(SelectPage, new { head.Chain, head.Sequence, after }), ct)).AsList();

    private static readonly string SelectPage =
        $"select {AuditRow.Columns} from audit_events where chain = @Chain and sequence > @after and sequence <= @Sequence order by sequence limit {AtOnce}";

    private const string SelectAnchor = "select chain, sequence, hash from audit_anchors where chain = @Chain order by sequence desc limit 1";

    private const string SelectStrays = "select distinct e.chain from audit_events e where not exists (select 1 from audit_heads h where h.chain = e.chain)";

    internal sealed record Link
    {
        public string Chain { get; init; } = "";

        public long Sequence { get; init; }

        public string Hash { get; init; } = "";
    }
}
