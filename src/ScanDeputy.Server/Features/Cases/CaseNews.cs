using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Facts;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Outbox;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>Tells people what a move means for them: work that now waits for them, or how their own matter goes on.</summary>
public sealed class CaseNews(NoticeWriter writer)
{
    public async Task TellAsync(WriteScope scope, Case before, CaseFile after, IReadOnlyList<CaseEvent> added, DateRules rules)
    {
        await WithdrawAsync(scope, before, after);
        foreach (var entry in added)
        {
            foreach (var message in MessagesFor(entry.Fact, before, after.State))
                await SendAsync(scope, message, after, entry, rules);
        }
    }

    /// <summary>What has not gone out yet concerns nobody any more who no longer has the stage, or the case.</summary>
    private async Task WithdrawAsync(WriteScope scope, Case before, CaseFile after)
    {
        var (row, state) = (after.Row, after.State);
        if (before.OpenStage is { } was && state.Stages[was.Sequence - 1] is var now && (!now.IsOpen || now.Owner != was.Owner))
        {
            var owners = await StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, row.District, was.Owner.Role, was.Owner.Id);
            writer.Withdraw(scope, $"stage/{row.Id}/{was.Sequence}/", owners);
        }

        if (before.DeputyId is { } deputy && deputy != state.DeputyId)
        {
            var accounts = await StageOwnerAccounts.FindAsync(scope, row.Jurisdiction, row.District, Role.Deputy, deputy);
            writer.Withdraw(scope, $"case/{row.Id}/", accounts);
            writer.Withdraw(scope, $"remind/{row.Id}/", accounts);
        }
    }

    private sealed record Message(Recipients To, string Kind, string TextKey, string? More = null);

    private static IEnumerable<Message> MessagesFor(Fact fact, Case before, Case after) => fact switch
    {
        Submitted => [Work(after, "received")],
        Transferred => [after.OpenStage is { Kind: StageKind.Triage } ? Work(after, "transferred") : ToDeputy("handedOn"), Progress("transferred")],
        HandedOn => [ToDeputy("handedOn"), Progress(after.DeputyId is null ? "handedOnToOffice" : "handedOn")],
        Answered => [Progress("answered")],
        Adopted => [Work(after, "adopted"), Progress("adopted")],
        Redirected => [Progress("redirected")],
        Merged => [Progress("merged")],
        HandedOver => [Work(after, "handedOver"), Progress("handedOver")],
        ReturnedToDeputy or ReturnedToOffice => [Work(after, "returned")],
        AgencyAssigned => [Work(after, "assigned"), new(Recipients.CoAgencies, "work", "coAssigned"), Progress("assigned")],
        Replied => [new(Recipients.Deputy, "work", "replied"), Progress("replied")],
        RoundOpened => [Work(after, "reopened"), Progress("reopened")],
        LookedBack => [new(Recipients.Deputy, "work", "lookedBack"), new(Recipients.Lead, "work", "promiseDue")],
        AnswerAccepted => [new(Recipients.Lead, "work", "accepted")],
        CoOpinionGiven => [new(Recipients.Lead, "work", "coOpinion")],
        PauseRequested => [new(Recipients.Government, "work", "pauseRequested")],
        Paused => [new(Recipients.Lead, "work", "paused")],
        Resumed => [new(Recipients.Lead, "work", "resumed")],
        ExtensionRequested => [new(Recipients.Government, "work", "extensionRequested")],
        ExtensionDecided => [new(Recipients.Lead, "work", "extensionDecided")],
        SupervisionRequired f => [new(Recipients.Supervisors, "supervision", "supervisionRequired", NoticeTexts.Format($"cause.{f.Cause}"))],
        SupervisionOrdered => [new(Recipients.Answering, "supervision", "supervisionOrdered")],
        SupervisionAnswered => [new(Recipients.Supervisors, "supervision", "supervisionAnswered")],
        Supplemented => [new(Recipients.StageOwner, "work", "supplemented")],
        _ => [],
    };

    private static Message Work(Case after, string key) => new(after.OpenStage is null ? Recipients.Deputy : Recipients.StageOwner, "work", key);

    private static Message ToDeputy(string key) => new(Recipients.Deputy, "work", key);

    private static Message Progress(string key) => new(Recipients.Residents, "progress", $"progress.{key}");

    private async Task SendAsync(WriteScope scope, Message message, CaseFile after, CaseEvent entry, DateRules rules)
    {
        var state = after.State;
        var text = NoticeTexts.Format(message.TextKey, after.Row.Number, message.More ?? (DueOn(message.To, state, rules) is { } on ? NoticeTexts.Day(on) : ""));
        var sendFrom = new AlertLadder(rules.Calendar).QuietHoursEnd(entry.At, rules.Policies.At(entry.At));
        foreach (var recipient in await CaseRecipients.FindAsync(scope, message.To, after))
        {
            // Nobody is told what they did themselves.
            if (recipient == entry.Actor.Id)
                continue;

            var follows = message.To == Recipients.Residents && recipient != after.Row.ResidentId;

            var notice = new Platform.Outbox.Notice(
                recipient, message.Kind, 0, state.Id, after.Row.Number, state.OpenStage?.Kind, follows ? NoticeTexts.Format($"followed.{message.TextKey}") : text,
                $"case/{state.Id}/{entry.Sequence}/{message.TextKey}", entry.At)
            {
                Jurisdiction = state.Jurisdiction,
            };
            writer.Write(scope, notice, sendFrom);
        }
    }

    /// <summary>
    /// What the check of a photo, or of the report's text, means: whoever sent it hears when it stays hidden, and for a text what to change; the
    /// committee office, when it has to decide what the public may see. A text that was not for the public anyway concerns nobody.
    /// </summary>
    public async Task TellOfCheckAsync(WriteScope scope, CaseFile file, (string Id, string OwnerId)? photo, bool refused, DateRules rules, DateTimeOffset now)
    {
        if (!file.Row.IsPublic && !(refused && photo is not null))
            return;

        var (what, id, author) = photo is { } sent ? ("photo", sent.Id, sent.OwnerId) : ("text", file.Row.Id, file.Row.ResidentId);
        IReadOnlyList<string> recipients = refused ? [author] : await CaseRecipients.FindAsync(scope, Recipients.Committee, file);
        foreach (var recipient in recipients)
        {
            var notice = new Platform.Outbox.Notice(
                recipient, refused ? "progress" : "work", 0, file.Row.Id, file.Row.Number, file.State.OpenStage?.Kind,
                NoticeTexts.Format(refused ? $"progress.{what}Refused" : $"{what}Held"), $"{what}/{id}/{(refused ? "refused" : "held")}", now)
            {
                Jurisdiction = file.Row.Jurisdiction,
            };
            writer.Write(scope, notice, new AlertLadder(rules.Calendar).QuietHoursEnd(now, rules.Policies.At(now)));
        }
    }

    /// <summary>The date that concerns them: the open stage's, for a co-agency its opinion's.</summary>
    private static DateOnly? DueOn(Recipients to, Case state, DateRules rules)
    {
        if (state.OpenStage is not { } open)
            return null;

        var stages = new StageClock(rules);
        return to == Recipients.CoAgencies ? stages.CoOpinionDueOn(open, state.Stages) : stages.DatesOf(open, state.Stages).DueOn;
    }
}
