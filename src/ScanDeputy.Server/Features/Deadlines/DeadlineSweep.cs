using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Deadlines;
using ScanDeputy.Server.Platform.Outbox;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>
/// Takes each open stage up the alert ladder when its next step is due. The step is taken by a compare-and-set in the transaction
/// that writes the alerts, so that each goes out once, whoever runs the sweep and whenever it is killed. Costs what is due, not what is open.
/// </summary>
public sealed class DeadlineSweep(Database database, NoticeWriter writer, RuleBook book, TimeProvider clock) : ISweep
{
    public string Name => "deadlines";

    public TimeSpan Every => TimeSpan.FromSeconds(10);

    public SweepKind Kind => SweepKind.Deadlines;

    public Task<int> RunAsync(CancellationToken ct) => DueRows.TakeAllAsync<DueStage>(database, SelectDue, clock, TakeStepAsync, ct);

    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => database.ReadAsync(
        connection => connection.QueryFirstOrDefaultAsync<DateTimeOffset?>("select min(next_alert_at) from stages where next_alert_at is not null"), ct);

    private async Task<bool> TakeStepAsync(WriteScope scope, DueStage stage)
    {
        var rules = await book.LoadAsync(scope.Connection, stage.Jurisdiction, scope.Transaction);
        var policy = rules.Policies.Of(stage.StartedAt, endedAt: null);
        var ladder = new AlertLadder(rules.Calendar);
        var step = ladder.Next(stage.DueOn, stage.StartedAt, policy, stage.AlertStep);
        var next = step is null ? null : ladder.Next(stage.DueOn, stage.StartedAt, policy, step.Index);
        var changed = await scope.ExecuteAsync(
            TakeStep, new { stage.CaseId, stage.Sequence, stage.AlertStep, stage.NextAlertAt, Step = step?.Index ?? stage.AlertStep, NextAt = next?.At });
        if (changed == 0)
            return false;

        if (step is not null)
            await AlertAsync(scope, stage, step, ladder.QuietHoursEnd(clock.GetUtcNow(), policy));
        return true;
    }

    private async Task AlertAsync(WriteScope scope, DueStage stage, AlertStep step, DateTimeOffset sendFrom)
    {
        var kind = Enum.Parse<StageKind>(stage.Kind);
        var text = NoticeTexts.Format(KeyOf(step.Kind), stage.Number, Terms.Of(kind), NoticeTexts.Day(stage.DueOn));
        foreach (var recipient in await RecipientsAsync(scope, stage, step))
        {
            // The date is in the key: a stage that was extended is reminded of its new date as well.
            var notice = new Platform.Outbox.Notice(
                recipient, KeyOf(step.Kind), step.Level, stage.CaseId, stage.Number, kind, text,
                $"stage/{stage.CaseId}/{stage.Sequence}/{Columns.Text(stage.DueOn)}/{step.Index}", step.At)
            {
                Jurisdiction = stage.Jurisdiction,
            };
            writer.Write(scope, notice, sendFrom);
        }
    }

    /// <summary>Due soon: the owner. Overdue: the owner and level 1. Escalated: that level's supervisors.</summary>
    private static async Task<IReadOnlyList<string>> RecipientsAsync(WriteScope scope, DueStage stage, AlertStep step)
    {
        var owners = step.Kind == AlertKind.Escalated
            ? []
            : await StageOwnerAccounts.FindAsync(scope, stage.Jurisdiction, stage.District, Enum.Parse<Role>(stage.OwnerRole), stage.OwnerId);
        var supervisors = step.Level == 0
            ? []
            : await scope.ListAsync<string>(SelectSupervisors, new { stage.Jurisdiction, step.Level, Town = StageOwnerAccounts.TownOf(stage.District) });
        return [.. owners.Union(supervisors, StringComparer.Ordinal)];
    }

    private static string KeyOf(AlertKind kind) => kind switch
    {
        AlertKind.DueSoon => "dueSoon",
        AlertKind.Overdue => "overdue",
        _ => "escalated",
    };

    private const string SelectDue = """
        select g.case_id, g.sequence, g.jurisdiction, g.kind, g.owner_role, g.owner_id, g.started_at, g.due_on, g.alert_step, g.next_alert_at,
          k.number, k.district
        from stages g join cases k on k.id = g.case_id
        where g.next_alert_at <= @Now
        order by g.next_alert_at limit @AtOnce
        """;

    private const string TakeStep = """
        update stages set alert_step = @Step, next_alert_at = @NextAt
        where case_id = @CaseId and sequence = @Sequence and ended_at is null and alert_step = @AlertStep and next_alert_at = @NextAlertAt
        """;

    private const string SelectSupervisors = $"""
        select u.id from user_roles r join users u on u.id = r.user_id
        where r.jurisdiction = @Jurisdiction and r.role = 'Supervisor' and u.supervisor_level = @Level and u.active = 1 and {StageOwnerAccounts.InTheirTown}
        order by u.id
        """;

    private sealed record DueStage
    {
        public string CaseId { get; init; } = "";

        public int Sequence { get; init; }

        public string Jurisdiction { get; init; } = "";

        public string Kind { get; init; } = "";

        public string OwnerRole { get; init; } = "";

        public string? OwnerId { get; init; }

        public DateTimeOffset StartedAt { get; init; }

        public DateOnly DueOn { get; init; }

        public int AlertStep { get; init; }

        public DateTimeOffset NextAlertAt { get; init; }

        public string Number { get; init; } = "";

        public string District { get; init; } = "";
    }
}
