using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Departures;

/// <summary>
/// Hands on the cases of deputies whose day has come, and of those whom an import says to be no longer in office. It looks a second time at
/// what a person has begun: a report that came in at the same moment would be nobody's.
/// </summary>
public sealed class DepartureSweep(Database database, HandOnCases cases, TimeProvider clock) : ISweep
{
    public string Name => "departures";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public SweepKind Kind => SweepKind.Deadlines;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var today = ChinaTime.Today(clock);
        await FindUnannouncedAsync(today, ct);
        var due = (await database.ReadAsync(connection => connection.QueryAsync<Due>(SelectDue, new { today }), ct)).AsList();
        foreach (var departure in due)
        {
            var answer = await cases.RunAsync(departure.DeputyId, departure.LeavesOn, Actor.Program(Name), ct);
            if (answer.Left == 0)
                await database.WriteAsync(scope => scope.ExecuteAsync(End, new { departure.DeputyId, departure.AnnouncedAt, Now = clock.GetUtcNow() }), ct);
        }

        return due.Count;
    }

    public async Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct)
    {
        var first = await database.ReadAsync(
            connection => connection.QueryFirstOrDefaultAsync<DateOnly?>("select min(leaves_on) from deputy_departures where done_at is null"), ct);
        return first is { } on ? ChinaTime.StartOf(on) : null;
    }

    private async Task FindUnannouncedAsync(DateOnly today, CancellationToken ct)
    {
        var unannounced = (await database.ReadAsync(connection => connection.QueryAsync<string>(SelectUnannounced), ct)).AsList();
        foreach (var deputyId in unannounced)
        {
            await database.WriteAsync(
                scope => scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + Announce, new { deputyId, today, By = Name, Now = clock.GetUtcNow() }), ct);
        }
    }

    private const string SelectUnannounced = """
        select d.id from deputies d left join deputy_departures p on p.deputy_id = d.id
        where d.active = 0 and p.deputy_id is null order by d.id
        """;

    private const string Announce = """
         deputy_departures (deputy_id, jurisdiction, leaves_on, reason, announced_by, announced_at)
        select id, jurisdiction, @today, '', @By, @Now from deputies where id = @deputyId and active = 0
        """;

    private const string SelectDue = """
        select deputy_id, leaves_on, announced_at from deputy_departures where done_at is null and leaves_on <= @today order by leaves_on
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
