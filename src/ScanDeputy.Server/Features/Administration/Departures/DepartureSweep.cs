using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Administration.Departures;

/// <summary>
/// Hands on the cases of deputies whose day has come, and of those whom an import says to be no longer in office. It looks a second time at
/// what a person has begun: a report that came in at the same moment would be nobody's. A departure ends when no case is left, also none that failed.
/// </summary>
public sealed class DepartureSweep(Database database, RowFailures failures, HandOnCases cases, TimeProvider clock) : ISweep
{
    internal const string Departures = "departures";

    private const int AtOnce = 200;

    private static readonly RowSource Deputies = new(Departures, OriginOfAsync) { Prefix = "deputy/" };

    public string Name => Departures;

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public SweepKind Kind => SweepKind.Deadlines;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var today = ChinaTime.Today(clock);
        var turn = await failures.BeginAsync(Deputies, ct);
        var unannounced = (await database.ReadAsync(connection => connection.QueryAsync<string>(SelectUnannounced), ct)).AsList();
        var done = await turn.TryAsync([.. unannounced.Where(id => !turn.IsHeld(id))], id => id, (ids, token) => AnnounceAsync(ids, today, token), ct);
        await LeaveTogetherAsync(await DueAsync(today, ct), ct);
        return done + await turn.TakeEachAsync(await DueAsync(today, ct), departure => departure.DeputyId, HandOnAsync, ct);
    }

    /// <summary>A departure whose last cases all failed waits for their next attempts.</summary>
    public async Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct)
    {
        var turn = await failures.BeginAsync(Deputies, ct);
        var next = turn.NextAttemptAt;
        foreach (var departure in (await DueAsync(DateOnly.MaxValue, ct)).Where(departure => !turn.Knows(departure.DeputyId)))
        {
            var (onlyFailed, nextAttemptAt) = await cases.LeftAsync(departure.DeputyId, ct);
            next = DueRows.Earlier(next, onlyFailed ? nextAttemptAt : ChinaTime.StartOf(departure.LeavesOn));
        }

        return next;
    }

    /// <returns>1 when anything changed.</returns>
    private async Task<int> HandOnAsync(Due departure, CancellationToken ct)
    {
        var answer = await cases.RunAsync(departure.DeputyId, departure.LeavesOn, Actor.Program(Name), ct);
        var ended = answer.Left == 0
            ? await database.WriteAsync(scope => scope.ExecuteAsync(End, new { departure.DeputyId, departure.AnnouncedAt, Now = clock.GetUtcNow() }), ct)
            : 0;
        return answer.HandedOn + answer.ToOffice + ended > 0 ? 1 : 0;
    }

    /// <summary>
    /// Before the first case is handed on: where a whole term ends, a case would otherwise go from one who leaves to the next who does.
    /// </summary>
    private async Task LeaveTogetherAsync(IReadOnlyList<Due> due, CancellationToken ct)
    {
        foreach (var some in due.Select(departure => departure.DeputyId).Chunk(AtOnce))
            await database.WriteAsync(scope => HandOnCases.EndOfficeAsync(scope, clock, some, Name), ct);
    }

    private async Task<IReadOnlyList<Due>> DueAsync(DateOnly today, CancellationToken ct) =>
        (await database.ReadAsync(connection => connection.QueryAsync<Due>(SelectDue, new { today }), ct)).AsList();

    private Task<int> AnnounceAsync(IReadOnlyList<string> ids, DateOnly today, CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            foreach (var deputyId in ids)
                await scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + Announce, new { deputyId, today, By = Name, Now = clock.GetUtcNow() });
            // They are handed on in the same turn, and count there.
            return 0;
        },
        ct);

    private static async Task<RowOrigin> OriginOfAsync(WriteScope scope, string deputyId) =>
        new(await scope.FirstOrDefaultAsync<string>("select jurisdiction from deputies where id = @deputyId", new { deputyId }), null);

    private const string SelectUnannounced = """
        select d.id from deputies d left join deputy_departures p on p.deputy_id = d.id
        where d.active = 0 and p.deputy_id is null order by d.id
        """;

    private const string Announce = """
         deputy_departures (deputy_id, jurisdiction, leaves_on, reason, announced_by, announced_at)
        select id, jurisdiction, @today, '', @By, @Now from deputies where id = @deputyId and active = 0
        """;

    private const string SelectDue = """
        select deputy_id, leaves_on, announced_at from deputy_departures where done_at is null and leaves_on <= @today order by leaves_on, deputy_id
        """;

    // Not if it was announced anew meanwhile.
    private const string End = "update deputy_departures set done_at = @Now where deputy_id = @DeputyId and announced_at = @AnnouncedAt";

    private sealed record Due
    {
        public string DeputyId { get; init; } = "";

        public DateOnly LeavesOn { get; init; }

        public DateTimeOffset AnnouncedAt { get; init; }
    }
}
