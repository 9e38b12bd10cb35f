using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>Tells people what a move means for them: work that now waits for them, or how their own matter goes on.</summary>
public sealed class CaseNews(NoticeWriter writer)
{
    public async Task TellAsync(WriteScope scope, Case before, CaseFile after, IReadOnlyList<CaseEvent> added, DateRules rules)
    {
        await WithdrawAsync(scope, before, after);
        foreach (var entry in added)
        {
            foreach (var message in entry.Fact.Tells(after.State))
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

    private async Task SendAsync(WriteScope scope, News message, CaseFile after, CaseEvent entry, DateRules rules)
    {
        var state = after.State;
        var text = NoticeTexts.Format(message.TextKey, after.Row.Number, DetailOf(message, state, rules));
        var sendFrom = new AlertLadder(rules.Calendar).QuietHoursEnd(entry.At, rules.Policies.At(entry.At));
        foreach (var recipient in await CaseRecipients.FindAsync(scope, message.To, after))
        {
            // Nobody is told what they did themselves.
            if (recipient == entry.Actor.Id)
                continue;

            var follows = message.To == Audience.Residents && recipient != after.Row.ResidentId;

            var notice = new Notice(
                recipient, KindOf(message.Kind), 0, state.Id, after.Row.Number, state.OpenStage?.Kind, follows ? NoticeTexts.Format($"followed.{message.TextKey}") : text,
                $"case/{state.Id}/{entry.Sequence}/{message.TextKey}", entry.At)
            {
                Jurisdiction = state.Jurisdiction,
            };
            writer.Write(scope, notice, sendFrom);
        }
    }

    private static string DetailOf(News message, Case state, DateRules rules) => message.DetailKey is { } key
        ? NoticeTexts.Format(key)
        : DueOn(message.To, state, rules) is { } on ? NoticeTexts.Day(on) : "";

    private static string KindOf(NewsKind kind) => kind switch
    {
        NewsKind.Work => "work",
        NewsKind.Progress => "progress",
        _ => "supervision",
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
        IReadOnlyList<string> recipients = refused ? [author] : await CaseRecipients.FindAsync(scope, Audience.Committee, file);
        foreach (var recipient in recipients)
        {
            var notice = new Notice(
                recipient, refused ? "progress" : "work", 0, file.Row.Id, file.Row.Number, file.State.OpenStage?.Kind,
                NoticeTexts.Format(refused ? $"progress.{what}Refused" : $"{what}Held"), $"{what}/{id}/{(refused ? "refused" : "held")}", now)
            {
                Jurisdiction = file.Row.Jurisdiction,
            };
            writer.Write(scope, notice, new AlertLadder(rules.Calendar).QuietHoursEnd(now, rules.Policies.At(now)));
        }
    }

    /// <summary>The date that concerns them: the open stage's, for a co-agency its opinion's.</summary>
    private static DateOnly? DueOn(Audience to, Case state, DateRules rules)
    {
        if (state.OpenStage is not { } open)
            return null;

        var stages = new StageClock(rules);
        return to == Audience.CoAgencies ? stages.CoOpinionDueOn(open, state.Stages) : stages.DatesOf(open, state.Stages).DueOn;
    }
}
