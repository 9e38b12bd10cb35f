using System.Globalization;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Ledger;

/// <summary>
/// Shortly after midnight computes the root of the day that ended, once for all workers: the row's key decides whose is kept, and all would
/// be the same. The one that wrote it says so in the log; the file is brought up to date with the table by whoever runs this.
/// </summary>
public sealed partial class LedgerRootSweep(
    Database database, LedgerRoots roots, LedgerRootFile file, TimeProvider clock, ILogger<LedgerRootSweep> logger) : ISweep
{
    // What began before midnight on another node, whose clock may be a little off, has ended by then.
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    public string Name => "ledger-root";

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var day = LastWholeDay;
        var written = await roots.KnownAsync(day, ct) is null ? await WriteAsync(await roots.ComputeAsync(day, ct), ct) : 0;
        await file.CatchUpAsync(day, ct);
        return written;
    }

    public async Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct)
    {
        var last = await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<string?>("select max(on_day) from ledger_roots"), ct);
        var next = last is null ? LastWholeDay : DateOnly.ParseExact(last, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(1);
        return ChinaTime.StartOf(next.AddDays(1)) + Settled;
    }

    private DateOnly LastWholeDay => ChinaTime.DateOf(clock.GetUtcNow() - Settled).AddDays(-1);

    private async Task<int> WriteAsync(LedgerRoot root, CancellationToken ct)
    {
        var written = await database.WriteAsync(
            scope => scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + Insert, new { root.OnDay, root.Cases, root.Root, AuditRoot = root.AuditRoot ?? "", Now = clock.GetUtcNow() }), ct);
        if (written > 0)
            Log.Root(logger, Columns.Text(root.OnDay), root.Root, root.Cases, root.AuditRoot);
        return written;
    }

    private const string Insert = " ledger_roots (on_day, cases, root, audit_root, made_at) values (@OnDay, @Cases, @Root, @AuditRoot, @Now)";

    private static partial class Log
    {
        [LoggerMessage(50, LogLevel.Information, "Ledger root of {Day}: {Root} over {Cases} cases; of the audit trail: {AuditRoot}.")]
        public static partial void Root(ILogger logger, string day, string root, int cases, string? auditRoot);
    }
}
