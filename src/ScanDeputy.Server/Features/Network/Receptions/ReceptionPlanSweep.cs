using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>Publishes the days that come into reach, and follows the calendar and who is in office.</summary>
public sealed class ReceptionPlanSweep(Database database, DueRows rows, ReceptionPlanner planner, StationCache stations) : ISweep
{
    private const string Plans = "reception-plans";

    private static readonly DueQuery Due = new(
        new RowSource(Plans, OriginOfAsync), "select id, plan_at as due_at from reception_rules where plan_at <= @Now order by plan_at limit @Limit")
    {
        AtOnce = 20,
    };

    public string Name => Plans;

    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public Task<int> RunAsync(CancellationToken ct) => rows.TakeAllAsync(Due, TakeAsync, ct);

    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => rows.NextDueAtAsync(Due, ct);

    private async Task<int> TakeAsync(IReadOnlyList<DueRow> due, CancellationToken ct)
    {
        var changed = await database.WriteAsync(scope => planner.PlanAsync(scope, [.. due.Select(row => row.Id)]), ct);
        foreach (var station in changed)
            await stations.InvalidateAsync(station, ct);
        return due.Count;
    }

    private static async Task<RowOrigin> OriginOfAsync(WriteScope scope, string id) =>
        new(await scope.FirstOrDefaultAsync<string>("select jurisdiction from reception_rules where id = @id", new { id }), null);
}
