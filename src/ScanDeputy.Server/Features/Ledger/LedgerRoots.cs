using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Ledger;

/// <param name="OnDay">The ledgers as they stood at the end of this day, China time.</param>
/// <param name="Root">SHA-256, 64 lower-case hexadecimal digits.</param>
/// <param name="AuditRoot">The same of the audit trail (<see cref="AuditRoots"/>); null when its entries of that day have been deleted since.</param>
public sealed record LedgerRoot(DateOnly OnDay, int Cases, string Root, string? AuditRoot)
{
    /// <summary>As it stands in the file.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Columns.Text(OnDay)} {Root} {Cases} {AuditRoot ?? "-"}");
}

/// <summary>
/// One hash over the last entries of all ledgers. Whoever has it, deposited outside, can prove later that no case was changed since: the
/// same day's root can be computed again at any time, because entries are only added (docs/operations/check.md).
/// </summary>
public sealed class LedgerRoots(Database database, AuditRoots audit)
{
    private const int CasesAtOnce = 500;

    /// <summary>SHA-256 over one line <c>case id, sequence, hash</c> for each case that had begun by then, in the order of their ids.</summary>
    public async Task<LedgerRoot> ComputeAsync(DateOnly day, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var end = ChinaTime.StartOf(day.AddDays(1));
        var count = 0;
        var after = "";
        while (true)
        {
            var heads = await database.ReadAsync(connection => HeadsAsync(connection, after, end), ct);
            foreach (var head in heads.Where(head => head.Hash is not null))
            {
                hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{head.Id} {head.Sequence} {head.Hash}\n")));
                count++;
            }

            if (heads.Count < CasesAtOnce)
                return new LedgerRoot(day, count, Convert.ToHexStringLower(hash.GetHashAndReset()), await audit.ComputeAsync(end, ct));
            after = heads[^1].Id;
        }
    }

    public Task<Known?> KnownAsync(DateOnly day, CancellationToken ct) => database.ReadAsync(
        connection => connection.QueryFirstOrDefaultAsync<Known?>("select on_day, root, audit_root from ledger_roots where on_day = @day", new { day }), ct);

    /// <summary>Of each day that has ended, what was kept of the audit trail.</summary>
    public async Task<IReadOnlyDictionary<DateOnly, string>> KnownOfAuditAsync(CancellationToken ct) =>
        (await database.ReadAsync(connection => connection.QueryAsync<Known>("select on_day, root, audit_root from ledger_roots where audit_root <> '' order by on_day"), ct)).ToDictionary(row => row.OnDay, row => row.AuditRoot);

    /// <summary>A case's head is its last entry; only where that is younger than the day's end is the one before looked for.</summary>
    private static async Task<IReadOnlyList<Head>> HeadsAsync(DbConnection connection, string after, DateTimeOffset end)
    {
        var heads = (await connection.QueryAsync<Head>(SelectHeads, new { after, CasesAtOnce })).AsList();
        for (var i = 0; i < heads.Count; i++)
        {
            if (heads[i].At is null || heads[i].At >= end)
                heads[i] = await connection.QueryFirstOrDefaultAsync<Head>(SelectEarlier, new { heads[i].Id, end }) ?? new Head { Id = heads[i].Id };
        }

        return heads;
    }

    private const string SelectHeads = """
        select k.id, e.sequence, e.at, e.hash from cases k left join case_events e on e.case_id = k.id and e.sequence = k.version
        where k.id > @after order by k.id limit @CasesAtOnce
        """;

    private const string SelectEarlier = """
        select case_id as id, sequence, at, hash from case_events where case_id = @Id and at < @end order by sequence desc limit 1
        """;

    public sealed record Known
    {
        public DateOnly OnDay { get; init; }

        public string Root { get; init; } = "";

        public string AuditRoot { get; init; } = "";
    }

    private sealed record Head
    {
        public string Id { get; init; } = "";

        public int Sequence { get; init; }

        public DateTimeOffset? At { get; init; }

        public string? Hash { get; init; }
    }
}
