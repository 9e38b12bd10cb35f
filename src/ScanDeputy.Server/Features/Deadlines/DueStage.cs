using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>A stage whose next step up the alert ladder is due.</summary>
internal sealed record DueStage
{
    public string CaseId { get; init; } = "";

    public int Sequence { get; init; }

    public string Jurisdiction { get; init; } = "";

    public string Kind { get; init; } = "";

    public string OwnerRole { get; init; } = "";

    public string? OwnerId { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateOnly DueOn { get; init; }

    public int AlertStep { get; init; }

    public DateTimeOffset NextAlertAt { get; init; }

    public string Number { get; init; } = "";

    public string District { get; init; } = "";

    /// <summary>
    /// Those of the rows that are due still, locked until the transaction ends: nobody else takes their step, and no move changes them. The cases
    /// are read and not locked, since a move locks its case before the stage.
    /// </summary>
    public static async Task<IReadOnlyList<DueStage>> LockAsync(WriteScope scope, IReadOnlyList<DueRow> due, DateTimeOffset now)
    {
        var ids = due.Select(row => row.Id).Distinct(StringComparer.Ordinal).ToList();
        var keys = due.Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        var stages = (await scope.ListAsync<DueStage>(SelectStages + scope.Dialect.ForUpdate, new { ids, now }))
            .Where(stage => keys.Contains($"{stage.CaseId}/{stage.Sequence}")).ToList();
        if (stages.Count == 0)
            return stages;

        var cases = (await scope.ListAsync<(string Id, string Number, string District)>("select id, number, district from cases where id in @ids", new { ids }))
            .ToDictionary(row => row.Id, StringComparer.Ordinal);
        return [.. stages.Select(stage => stage with { Number = cases[stage.CaseId].Number, District = cases[stage.CaseId].District })];
    }

    private const string SelectStages = """
        select case_id, sequence, jurisdiction, kind, owner_role, owner_id, started_at, ended_at, due_on, alert_step, next_alert_at
        from stages where case_id in @ids and next_alert_at <= @now
        """;
}
