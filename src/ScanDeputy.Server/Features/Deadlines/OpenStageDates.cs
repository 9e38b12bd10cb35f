using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Telling;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>
/// The dates of open stages, counted again from the ledger. Goes along the index of due dates, a page at a time; a case that somebody
/// moves meanwhile is left alone, since its move has counted with what holds now.
/// </summary>
public sealed class OpenStageDates(Database database, RowFailures failures, RuleBook book, CaseNotifier notifier, CaseReminderSweep reminders, TimeProvider clock)
{
    /// <summary>The sweep that counts again what could not be counted.</summary>
    public const string Sweep = "calendar";

    private static readonly RowSource Cases = new(Sweep, CaseOrigin.OfAsync) { Prefix = "case/" };

    /// <summary>What would change. Walks from a place on until so many differences are found.</summary>
    public async Task<DateDifferences> CompareAsync(
        string jurisdiction, DateRules rules, string? after, int limit, CancellationToken ct)
    {
        var found = new List<DateDifference>();
        while (true)
        {
            var places = await database.ReadAsync(connection => OpenCase.PlacesAsync(connection, jurisdiction, after), ct);
            var cases = await database.ReadAsync(connection => OpenCase.LoadAsync(connection, [.. places.Select(place => place.Id)]), ct);
            foreach (var open in cases)
            {
                if (DifferenceOf(open, DatesOf(open, rules)) is { } difference)
                    found.Add(difference);
                if (found.Count == limit)
                    return new DateDifferences(found, places.Single(place => place.Id == open.Row.Id).ToString());
            }

            after = OpenCase.NextOf(places);
            if (after is null)
                return new DateDifferences(found, null);
        }
    }

    /// <summary>Writes what has changed, a few cases at a time. Idempotent; resumes after an interruption.</summary>
    /// <param name="by">The account that asked for it.</param>
    public async Task<DatesRewritten> RewriteAsync(string jurisdiction, string by, CancellationToken ct)
    {
        var turn = await failures.BeginAsync(Cases, ct);
        var rules = await database.ReadAsync(connection => book.LoadAsync(connection, jurisdiction), ct);
        var total = new DatesRewritten(0, 0);
        string? after = null;
        do
        {
            var places = await database.ReadAsync(connection => OpenCase.PlacesAsync(connection, jurisdiction, after), ct);
            await turn.TryAsync(
                [.. places.Select(place => place.Id)],
                id => id,
                async (ids, token) =>
                {
                    var rewritten = await RewriteAsync(ids, rules, by, token);
                    total = new DatesRewritten(total.Changed + rewritten.Changed, total.NoLongerLate + rewritten.NoLongerLate);
                    return rewritten.Changed;
                },
                ct);
            after = OpenCase.NextOf(places);
        }
        while (after is not null);

        await database.WriteAsync(scope => scope.ExecuteAsync(CaseReminderSweep.CountAgain, new { jurisdiction }), ct);
        // At once, so that work lists say the dates that this answers; if it is interrupted, the sweep goes on.
        await reminders.RunAsync(ct);
        return total;
    }

    /// <summary>Counts once more those cases that could not be counted, each when its next attempt has come.</summary>
    /// <returns>How many have another date now, or failed again.</returns>
    public async Task<int> RetryAsync(CancellationToken ct)
    {
        var turn = await failures.BeginAsync(Cases, ct);
        return await turn.TakeEachAsync(
            turn.FailedBefore,
            id => id,
            async (id, token) =>
            {
                var jurisdiction = await database.ReadAsync(connection => connection.QueryFirstAsync<string>("select jurisdiction from cases where id = @id", new { id }), token);
                var rules = await database.ReadAsync(connection => book.LoadAsync(connection, jurisdiction), token);
                return (await RewriteAsync([id], rules, Sweep, token)).Changed;
            },
            ct);
    }

    /// <summary>When the first of them is tried again; null when there is none.</summary>
    public async Task<DateTimeOffset?> NextRetryAtAsync(CancellationToken ct) => (await failures.BeginAsync(Cases, ct)).NextAttemptAt;

    private async Task<DatesRewritten> RewriteAsync(IReadOnlyList<string> ids, DateRules rules, string by, CancellationToken ct)
    {
        var open = await database.ReadAsync(connection => OpenCase.LoadAsync(connection, ids), ct);
        var differences = await database.WriteAsync(scope => RewriteAsync(scope, open, rules, by), ct);
        return new DatesRewritten(differences.Count, differences.Count(difference => difference is { Late: true, LateThen: false }));
    }

    /// <summary>Whether a text can be a <see cref="DateDifferences.Next"/>.</summary>
    public bool IsPlace(string text) => OpenCase.IsPlace(text);

    private async Task<List<DateDifference>> RewriteAsync(
        WriteScope scope, IReadOnlyList<OpenCase> page, DateRules rules, string by)
    {
        var differences = new List<DateDifference>();
        foreach (var open in page)
        {
            var dates = DatesOf(open, rules);
            var difference = DifferenceOf(open, dates);
            if (difference is null && (dates.PolicyVersion, dates.CalendarVersion, dates.LimitDays, dates.Provisional)
                == (open.Stage.PolicyVersion, open.Stage.CalendarVersion, open.Stage.LimitDays, open.Stage.Provisional))
                continue;

            if (await SaveAsync(scope, open, dates, difference, rules, by) && difference is not null)
                differences.Add(difference);
        }

        return differences;
    }

    /// <returns>False when somebody else moved the case meanwhile.</returns>
    private async Task<bool> SaveAsync(
        WriteScope scope, OpenCase open, StageDates dates, DateDifference? difference, DateRules rules, string by)
    {
        var stage = open.State.OpenStage!;
        var counted = new CaseDates(open.State, rules);
        // The last day for a verdict moves with its stage's date.
        var values = new { open.Row.Id, open.State.Version, dates.DueOn, dates.ClockStopped, CaseSummary.Of(counted).ExpiresOn };
        if (await scope.ExecuteAsync(UpdateCase, values) == 0)
            return false;

        var (step, nextAt) = LadderOf(open, dates, difference, rules);
        await scope.ExecuteAsync(UpdateStage, new
        {
            open.Row.Id,
            open.State.Version,
            stage.Sequence,
            dates.LimitDays,
            dates.PausedDays,
            dates.DueOn,
            dates.ClockStopped,
            dates.Provisional,
            dates.PolicyVersion,
            dates.CalendarVersion,
            Step = step,
            NextAt = nextAt,
        });
        CaseWaits.Save(scope, open.Row, counted);
        if (difference is not null)
            await TellAsync(scope, open, dates, difference, rules, by);
        return true;
    }

    /// <summary>The place on the ladder changes with the date only, and not for a stage that stays late: those who have been told are not told again.</summary>
    private (int Step, DateTimeOffset? NextAt) LadderOf(OpenCase open, StageDates dates, DateDifference? difference, DateRules rules)
    {
        if (difference is null)
            return (open.Stage.AlertStep, open.Stage.NextAlertAt);
        if (difference is not { Late: true, LateThen: true } || open.Stage.AlertStep < 1)
            return CaseStore.AlertsOf(open.State.OpenStage!, dates, rules, clock.GetUtcNow());

        var next = new AlertLadder(rules.Calendar).Next(dates.DueOn, open.State.OpenStage!.StartedAt, rules.Policies.Of(open.State.OpenStage), open.Stage.AlertStep);
        return (open.Stage.AlertStep, next?.At);
    }

    /// <summary>Old and new date are kept, and said to the owner and to the residents.</summary>
    private async Task TellAsync(
        WriteScope scope, OpenCase open, StageDates dates, DateDifference difference, DateRules rules, string by)
    {
        var now = clock.GetUtcNow();
        await scope.ExecuteAsync(InsertChange, new
        {
            Id = Ids.New(clock),
            CaseId = open.Row.Id,
            open.State.OpenStage!.Sequence,
            open.Row.Jurisdiction,
            difference.DueOn,
            difference.NewDueOn,
            dates.PolicyVersion,
            dates.CalendarVersion,
            by,
            now,
        });
        var file = new CaseFile(open.Row, [], open.State);
        foreach (var (group, kind, key) in Told)
        {
            var text = NoticeTexts.Format(key, open.Row.Number, Terms.Of(difference.Stage), NoticeTexts.Day(difference.DueOn), NoticeTexts.Day(difference.NewDueOn));
            var about = $"date/{open.Row.Id}/{difference.Round}/{Columns.Text(difference.NewDueOn)}/{dates.PolicyVersion}/{dates.CalendarVersion}";
            notifier.Write(scope, file, await CaseRecipients.FindAsync(scope, group, file), new CaseMessage(kind, text, about, now), rules);
        }
    }

    private static readonly (Audience Group, NoticeKind Kind, string TextKey)[] Told =
        [(Audience.StageOwner, NoticeKind.Work, "dateChanged"), (Audience.Residents, NoticeKind.Progress, "progress.dateChanged")];

    private static StageDates DatesOf(OpenCase open, DateRules rules) =>
        new CaseDates(open.State, rules).Open!;

    private DateDifference? DifferenceOf(OpenCase open, StageDates dates)
    {
        var today = ChinaTime.Today(clock);
        var was = open.Stage.DueOn;
        return was == dates.DueOn
            ? null
            : new DateDifference(
                open.Row.Id, open.Row.Number, open.State.OpenStage!.Kind, open.State.OpenStage.Round, was, dates.DueOn,
                !dates.ClockStopped && today > was, dates.IsOverdue(today));
    }

    private const string UpdateCase = "update cases set due_on = @DueOn, clock_stopped = @ClockStopped, expires_on = @ExpiresOn where id = @Id and version = @Version";

    private const string UpdateStage = """
        update stages set limit_days = @LimitDays, paused_days = @PausedDays, due_on = @DueOn, clock_stopped = @ClockStopped, provisional = @Provisional,
          policy_version = @PolicyVersion, calendar_version = @CalendarVersion, alert_step = @Step, next_alert_at = @NextAt
        where case_id = @Id and sequence = @Sequence and ended_at is null
          and exists (select 1 from cases k where k.id = @Id and k.version = @Version)
        """;

    private const string InsertChange = """
        insert into due_date_changes (id, case_id, sequence, jurisdiction, old_due_on, new_due_on, policy_version, calendar_version, changed_by, changed_at)
        values (@Id, @CaseId, @Sequence, @Jurisdiction, @DueOn, @NewDueOn, @PolicyVersion, @CalendarVersion, @by, @now)
        """;
}
