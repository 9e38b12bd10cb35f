using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Telling;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>
/// Sends the reminders of a case that are due beside those of its stages. Taken by a compare-and-set in the transaction that writes them, as
/// the alert ladder's steps are, so that each goes out once; costs what is due.
/// </summary>
public sealed class CaseReminderSweep(Database database, DueRows rows, CaseNotifier notifier, RuleBook book, TimeProvider clock) : ISweep
{
    /// <summary>Has the sweep count a jurisdiction's reminders with the calendar that holds now; what has been said is written once.</summary>
    public const string CountAgain = "update cases set remind_at = 1 where remind_at is not null and jurisdiction = @jurisdiction";

    private const string Reminders = "case-reminders";

    private static readonly DueQuery Due = new(new RowSource(Reminders, CaseOrigin.OfAsync), SelectDue) { AtOnce = 20 };

    public string Name => Reminders;

    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public SweepKind Kind => SweepKind.Deadlines;

    public Task<int> RunAsync(CancellationToken ct) =>
        rows.TakeAllAsync(Due, (due, token) => database.WriteAsync(scope => TakeAsync(scope, due), token), ct);

    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => rows.NextDueAtAsync(Due, ct);

    private async Task<int> TakeAsync(WriteScope scope, IReadOnlyList<DueRow> due)
    {
        var rules = new TransactionRules(book, scope);
        var taken = 0;
        foreach (var row in due)
            taken += await TakeAsync(scope, row.Id, rules) ? 1 : 0;
        return taken;
    }

    /// <returns>False when another run has taken it.</returns>
    private async Task<bool> TakeAsync(WriteScope scope, string id, TransactionRules read)
    {
        var now = clock.GetUtcNow();
        var file = (await CaseFile.LoadAsync(scope.Connection, id, scope.Transaction))!;
        var rules = await read.OfAsync(file.Row.Jurisdiction);
        var all = new CaseReminders(rules).Of(file.State, file.Events);
        var next = all.FirstOrDefault(reminder => reminder.At > now)?.At;
        if (await scope.ExecuteAsync(Take, new { id, file.State.Version, file.Row.RemindAt, next }) == 0)
            return false;

        // The calendar may have changed since the case did.
        CaseWaits.Save(scope, file.Row, new CaseDates(file.State, rules));
        // After a long stand-still the last word about a matter says it all.
        var due = all.Where(reminder => reminder.At >= file.Row.RemindAt && reminder.At <= now).GroupBy(reminder => reminder.About).Select(about => about.Last());
        foreach (var reminder in due)
            await SendAsync(scope, file, reminder, rules);
        return true;
    }

    private async Task SendAsync(WriteScope scope, CaseFile file, Reminder reminder, DateRules rules)
    {
        var text = NoticeTexts.Format($"reminder.{reminder.Kind}", NoticeTexts.Day(reminder.On));
        var kind = reminder.Kind is ReminderKind.OrderDueSoon or ReminderKind.OrderOverdue ? NoticeKind.Supervision : NoticeKind.Work;
        var message = new CaseMessage(kind, text, $"remind/{file.Row.Id}/{reminder.About}/{reminder.Kind}", reminder.At);
        notifier.Write(scope, file, await RecipientsAsync(scope, file, reminder), message, rules);
    }

    private static async Task<IReadOnlyList<Recipient>> RecipientsAsync(WriteScope scope, CaseFile file, Reminder reminder)
    {
        Audience[] groups = reminder.Kind switch
        {
            ReminderKind.PauseEnds => [Audience.Lead, Audience.Government],
            ReminderKind.LookBackWaits => [Audience.Deputy, Audience.Committee],
            _ => [Audience.Answering],
        };
        var found = new List<Recipient>();
        foreach (var group in groups)
            found.AddRange(await CaseRecipients.FindAsync(scope, group, file));
        if (groups is [Audience.Answering])
            found.AddRange(await IssuersAsync(scope, file));
        return [.. found.DistinctBy(recipient => recipient.Id, StringComparer.Ordinal)];
    }

    /// <summary>Whoever gave the order; when they are no longer here, or another town's, all who supervise.</summary>
    private static async Task<IReadOnlyList<Recipient>> IssuersAsync(WriteScope scope, CaseFile file)
    {
        var issuer = file.Events.Last(entry => entry.Fact is Supervised).Actor.Id;
        var here = await scope.ListAsync<Recipient>(
            $"select {StageOwnerAccounts.RecipientColumns} from users u where u.id = @issuer and u.active = 1 and {StageOwnerAccounts.InTheirTown}",
            new { issuer, Town = StageOwnerAccounts.TownOf(file.Row.District) });
        return here.Count > 0 ? here : await CaseRecipients.FindAsync(scope, Audience.Supervisors, file);
    }

    private const string SelectDue = "select id, remind_at as due_at from cases where remind_at <= @Now order by remind_at limit @Limit";

    private const string Take = """
        update cases set remind_at = @next where id = @id and version = @Version and remind_at = @RemindAt
        """;
}
