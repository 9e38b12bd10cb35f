using Dapper;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>
/// Counts open stages again after a notice came in: once more after an import, for what was under way on another node meanwhile or when the
/// import was interrupted, and for notices that came with a new version of the program.
/// </summary>
public sealed class CalendarSweep(Database database, RowFailures failures, OpenStageDates dates, TimeProvider clock) : ISweep
{
    // Longer than any request that still counts with the calendar before.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    private static readonly RowSource Notices = new(OpenStageDates.Sweep, OriginOfAsync) { Prefix = "notice/" };

    public string Name => OpenStageDates.Sweep;

    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public SweepKind Kind => SweepKind.Deadlines;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var turn = await failures.BeginAsync(Notices, ct);
        var waiting = (await database.ReadAsync(
            connection => connection.QueryAsync<Waiting>(SelectWaiting, new { Before = clock.GetUtcNow() - Settled }), ct)).AsList();
        return await dates.RetryAsync(ct) + await turn.TakeEachAsync(waiting, notice => notice.Id, ApplyAsync, ct);
    }

    public async Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) =>
        DueRows.Earlier((await failures.BeginAsync(Notices, ct)).NextAttemptAt, await dates.NextRetryAtAsync(ct));

    private async Task<int> ApplyAsync(Waiting notice, CancellationToken ct)
    {
        var concerned = notice.Jurisdiction == RuleBook.Everywhere
            ? await database.ReadAsync(connection => connection.QueryAsync<string>("select code from jurisdictions order by code"), ct)
            : [notice.Jurisdiction];
        var changed = 0;
        foreach (var jurisdiction in concerned)
            changed += (await dates.RewriteAsync(jurisdiction, Name, ct)).Changed;
        await database.WriteAsync(
            scope =>
            {
                foreach (var jurisdiction in concerned)
                    ReceptionPlanner.PlanLater(scope, jurisdiction);
                return scope.ExecuteAsync("update calendar_notices set applied_at = @Now where id = @Id", new { notice.Id, Now = clock.GetUtcNow() });
            },
            ct);
        return changed;
    }

    private static async Task<RowOrigin> OriginOfAsync(WriteScope scope, string id) => new(
        await scope.FirstOrDefaultAsync<string>("select jurisdiction from calendar_notices where id = @id and jurisdiction <> @Everywhere", new { id, RuleBook.Everywhere }), null);

    private const string SelectWaiting = "select id, jurisdiction from calendar_notices where applied_at is null and in_force_from <= @Before order by in_force_from, id";

    private sealed record Waiting
    {
        public string Id { get; init; } = "";

        public string Jurisdiction { get; init; } = "";
    }
}
