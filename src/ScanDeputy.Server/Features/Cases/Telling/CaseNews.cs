using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Telling;

/// <summary>Tells people what a move means for them: work that now waits for them, or how their own matter goes on.</summary>
public sealed class CaseNews(CaseNotifier notifier)
{
    public async Task TellAsync(WriteScope scope, CaseChange change)
    {
        if (change.Before is { } before)
            await WithdrawAsync(scope, before.State, change.After);
        foreach (var entry in change.Added)
        {
            foreach (var message in entry.Fact.Tells(change.After.State))
                await SendAsync(scope, message, entry, change);
        }
    }

    /// <summary>What has not gone out yet concerns nobody any more who no longer has the stage, or the case.</summary>
    private async Task WithdrawAsync(WriteScope scope, Case before, CaseFile after)
    {
        var (row, state) = (after.Row, after.State);
        if (before.OpenStage is { } was && state.Stages[was.Sequence - 1] is var now && (!now.IsOpen || now.Owner != was.Owner))
        {
            var owners = await CaseRecipients.OwnersAsync(scope, after, was.Owner.Role, was.Owner.Id);
            notifier.Withdraw(scope, $"stage/{row.Id}/{was.Sequence}/", owners);
        }

        if (before.DeputyId is { } deputy && deputy != state.DeputyId)
        {
            var accounts = await CaseRecipients.OwnersAsync(scope, after, Role.Deputy, deputy);
            notifier.Withdraw(scope, $"case/{row.Id}/", accounts);
            notifier.Withdraw(scope, $"remind/{row.Id}/", accounts);
        }
    }

    private async Task SendAsync(WriteScope scope, News message, CaseEvent entry, CaseChange change)
    {
        var (after, state, rules) = (change.After, change.After.State, change.Dates.Rules);
        var said = new CaseMessage(
            KindOf(message.Kind), NoticeTexts.Format(message.TextKey, after.Row.Number, DetailOf(message, change.Dates)),
            $"case/{state.Id}/{entry.Sequence}/{message.TextKey}", entry.At);
        // Nobody is told what they did themselves.
        var recipients = (await CaseRecipients.FindAsync(scope, message.To, after)).Where(recipient => recipient.Id != entry.Actor.Id)
            .ToLookup(recipient => message.To == Audience.Residents && (state.IsOwn || recipient.Id != after.Row.ResidentId));
        notifier.Write(scope, after, recipients[false], said, rules);
        if (recipients[true].Any())
            notifier.Write(scope, after, recipients[true], said with { Text = NoticeTexts.Format($"followed.{message.TextKey}") }, rules);
    }

    private static string DetailOf(News message, CaseDates dates) => message.DetailKey is { } key
        ? NoticeTexts.Format(key)
        : DueOn(message.To, dates) is { } on ? NoticeTexts.Day(on) : "";

    private static NoticeKind KindOf(NewsKind kind) => kind switch
    {
        NewsKind.Work => NoticeKind.Work,
        NewsKind.Progress => NoticeKind.Progress,
        NewsKind.Urge => NoticeKind.Urged,
        _ => NoticeKind.Supervision,
    };

    /// <summary>
    /// What the check of a photo, or of the report's text, means: whoever sent it hears when it stays hidden, and for a text what to change; the
    /// committee office, when it has to decide what the public may see. A text that was not for the public anyway concerns nobody.
    /// </summary>
    public async Task TellOfCheckAsync(WriteScope scope, CaseFile file, (string Id, string OwnerId)? photo, bool refused, DateRules rules, DateTimeOffset now)
    {
        if (!file.Row.IsPublic && !(refused && photo is not null))
            return;

        var (what, id, author) = photo is { } sent ? ("photo", sent.Id, sent.OwnerId) : ("text", file.Row.Id, file.Row.ResidentId);
        var recipients = refused ? [Recipient.Of(author)] : await CaseRecipients.FindAsync(scope, Audience.Committee, file);
        var message = refused
            ? new CaseMessage(NoticeKind.Progress, NoticeTexts.Format($"progress.{what}Refused"), $"{what}/{id}/refused", now)
            : new CaseMessage(NoticeKind.Work, NoticeTexts.Format($"{what}Held"), $"{what}/{id}/held", now);
        notifier.Write(scope, file, recipients, message, rules);
    }

    /// <summary>The date that concerns them: the open stage's, for a co-agency its opinion's.</summary>
    private static DateOnly? DueOn(Audience to, CaseDates dates) =>
        dates.State.OpenStage is not { } open ? null : to == Audience.CoAgencies ? dates.CoOpinionDueOn(open) : dates.Of(open).DueOn;
}
