using Dapper;
using ScanDeputy.Server.Platform.Database;

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

    /// <param name="fault">Is told the chain, and what is wrong with it.</param>
    /// <param name="known">The roots that were kept when days ended: what was written anew, hashes included, does not fit them.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<AuditTotals> RunAsync(Action<string, string> fault, IReadOnlyDictionary<DateOnly, string>? known, CancellationToken ct)
    {
        var heads = (await database.ReadAsync(connection => connection.QueryAsync<AuditHead>("select chain, sequence, hash from audit_heads order by chain"), ct)).AsList();
        var (entries, faults, days) = (0L, 0, new AuditDays());
        void Tell(string chain, string text)
        {
            faults++;
            fault(chain.Length == 0 ? "-" : chain, text);
        }

        foreach (var head in heads)
        {
            var from = await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<AuditHead>(SelectAnchor, new { head.Chain }), ct) ?? new AuditHead();
            days.Begin(from);
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
                    days.Add(row);
                    (last, hash) = (row.Sequence, row.Hash);
                    entries++;
                }
            }

            if (last != head.Sequence || hash != head.Hash)
                Tell(head.Chain, $"the chain ends with entry {last}, and {head.Sequence} were written");
        }

        foreach (var chain in await database.ReadAsync(connection => connection.QueryAsync<string>(SelectStrays), ct))
            Tell(chain, "entries without a head");
        foreach (var (day, root) in known ?? new Dictionary<DateOnly, string>())
        {
            if (days.RootOf(day) is { } now && now != root)
                Tell("", $"the root of {Columns.Text(day)} was {root} when the day ended, and is {now}");
        }

        return new AuditTotals(entries, heads.Count, faults, AuditRoots.Of(heads));
    }

    /// <summary>Up to the head as it was read: people go on working meanwhile.</summary>
    private async Task<List<AuditRow>> PageAsync(AuditHead head, long after, CancellationToken ct) => (await database.ReadAsync(
        connection => connection.QueryAsync<AuditRow>(SelectPage, new { head.Chain, head.Sequence, after }), ct)).AsList();

    private static readonly string SelectPage =
        $"select {AuditRow.Columns} from audit_events where chain = @Chain and sequence > @after and sequence <= @Sequence order by sequence limit {AtOnce}";

    private const string SelectAnchor = "select chain, sequence, hash from audit_anchors where chain = @Chain order by sequence desc limit 1";

    private const string SelectStrays = "select distinct e.chain from audit_events e where not exists (select 1 from audit_heads h where h.chain = e.chain)";
}
