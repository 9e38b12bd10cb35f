using Dapper;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Deadlines;

namespace ScanDeputy.Server.Features.Calendars;

/// <summary>
/// Counts open stages again after a notice came in: once more after an import, for what was under way on another node meanwhile or when the
/// import was interrupted, and for notices that came with a new version of the program.
/// </summary>
public sealed class CalendarSweep(Database database, IOpenStageDates dates, TimeProvider clock) : ISweep
{
    // Longer than any request that still counts with the calendar before.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    public string Name => "calendar";

    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public SweepKind Kind => SweepKind.Deadlines;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var notices = await database.ReadAsync(
            connection => connection.QueryAsync<Waiting>(SelectWaiting, new { Before = clock.GetUtcNow() - Settled }), ct);
        var changed = 0;
        foreach (var notice in notices)
        {
            var concerned = notice.Jurisdiction == RuleBook.Everywhere
                ? await database.ReadAsync(connection => connection.QueryAsync<string>("select code from jurisdictions order by code"), ct)
                : [notice.Jurisdiction];
            foreach (var jurisdiction in concerned)
                changed += (await dates.RewriteAsync(jurisdiction, Name, ct)).Changed;
            await database.WriteAsync(
                scope => scope.ExecuteAsync("update calendar_notices set applied_at = @Now where id = @Id", new { notice.Id, Now = clock.GetUtcNow() }), ct);
        }

        return changed;
    }

    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => Task.FromResult<DateTimeOffset?>(null);

    private const string SelectWaiting = "select id, jurisdiction from calendar_notices where applied_at is null and in_force_from <= @Before order by in_force_from, id";

    private sealed record Waiting
    {
        public string Id { get; init; } = "";

        public string Jurisdiction { get; init; } = "";
    }
}
