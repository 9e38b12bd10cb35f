using System.Globalization;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Telling;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>
/// Takes each open stage up the alert ladder when its next step is due. Some stages in one transaction, which locks them, takes their steps and
/// writes their alerts, so that each goes out once, whoever runs the sweep and whenever it is killed. Costs what is due, not what is open.
/// </summary>
public sealed class DeadlineSweep(Database database, DueRows rows, NoticeWriter writer, RuleBook book, TimeProvider clock) : ISweep
{
    private const string Deadlines = "deadlines";

    private static readonly DueQuery Due = new(new RowSource(Deadlines, OriginOfAsync), SelectDue);

    public string Name => Deadlines;

    public TimeSpan Every => TimeSpan.FromSeconds(10);

    public SweepKind Kind => SweepKind.Deadlines;

    public Task<int> RunAsync(CancellationToken ct) =>
        rows.TakeAllAsync(Due, (due, token) => database.WriteAsync(scope => TakeStepsAsync(scope, due), token), ct);

    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => rows.NextDueAtAsync(Due, ct);

    private async Task<int> TakeStepsAsync(WriteScope scope, IReadOnlyList<DueRow> due)
    {
        var stages = await DueStage.LockAsync(scope, due, clock.GetUtcNow());
        var rules = new TransactionRules(book, scope);
        var recipients = await AlertRecipients.LoadAsync(scope, stages);
        var notices = new List<(Notice, SendingHours)>();
        var places = new List<(int Step, DateTimeOffset? NextAt)>(stages.Count);
        foreach (var stage in stages)
        {
            var held = await rules.OfAsync(stage.Jurisdiction);
            var (place, alerts) = TakeStep(stage, held, recipients);
            places.Add(place);
            var hours = new SendingHours(held);
            notices.AddRange(alerts.Select(alert => (alert, hours)));
        }

        writer.WriteAll(scope, notices);
        foreach (var (stage, place) in stages.Zip(places))
            scope.Later(SavePlace, new { stage.CaseId, stage.Sequence, stage.NextAlertAt, place.Step, place.NextAt });
        return stages.Count;
    }

    /// <summary>The stage's place on the ladder afterwards, and its alerts; none for one that has ended or has come to the end of its ladder.</summary>
    private static ((int Step, DateTimeOffset? NextAt) Place, IEnumerable<Notice> Alerts) TakeStep(
        DueStage stage, DateRules rules, AlertRecipients recipients)
    {
        var policy = rules.Policies.Of(stage.StartedAt, endedAt: null);
        var ladder = new AlertLadder(rules.Calendar);
        if (stage.EndedAt is not null || ladder.Next(stage.DueOn, stage.StartedAt, policy, stage.AlertStep) is not { } step)
            return ((stage.AlertStep, null), []);

        var place = (step.Index, ladder.Next(stage.DueOn, stage.StartedAt, policy, step.Index)?.At);
        return (place, NoticesOf(stage, step, recipients));
    }

    private static IEnumerable<Notice> NoticesOf(DueStage stage, AlertStep step, AlertRecipients recipients)
    {
        var kind = Enum.Parse<StageKind>(stage.Kind);
        var alert = KindOf(step.Kind);
        var text = NoticeTexts.Format(NoticeKinds.NameOf(alert), stage.Number, Terms.Of(kind), NoticeTexts.Day(stage.DueOn));
        // The date is in the key: a stage that was extended is reminded of its new date as well.
        var key = $"stage/{stage.CaseId}/{stage.Sequence}/{Columns.Text(stage.DueOn)}/{step.Index}";
        return CaseNotifier.NoticesOf(
            new NoticeCase(stage.CaseId, stage.Number, kind), stage.Jurisdiction, recipients.Of(stage, step), new CaseMessage(alert, text, key, step.At) { Level = step.Level });
    }

    private static NoticeKind KindOf(AlertKind kind) => kind switch
    {
        AlertKind.DueSoon => NoticeKind.DueSoon,
        AlertKind.Overdue => NoticeKind.Overdue,
        _ => NoticeKind.Escalated,
    };

    private static async Task<RowOrigin> OriginOfAsync(WriteScope scope, string key)
    {
        var (caseId, sequence) = key.Split('/') is [var id, var part] ? (id, int.Parse(part, CultureInfo.InvariantCulture)) : (key, 0);
        return new RowOrigin(
            await scope.FirstOrDefaultAsync<string>("select jurisdiction from stages where case_id = @caseId and sequence = @sequence", new { caseId, sequence }), caseId);
    }

    private const string SelectDue = """
        select case_id as id, sequence as part, next_alert_at as due_at from stages where next_alert_at <= @Now order by next_alert_at limit @Limit
        """;

    private const string SavePlace = """
        update stages set alert_step = @Step, next_alert_at = @NextAt where case_id = @CaseId and sequence = @Sequence and next_alert_at = @NextAlertAt
        """;
}
