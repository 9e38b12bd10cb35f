using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Pages.Cases.Forms;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>What is said after a move: what happened, whose turn it is now, and for those who work through a list the next case of theirs.</summary>
public sealed class CaseDone(ListCases.Handler cases)
{
    private const string WorkList = "/work";

    /// <param name="done">The move's name, or <c>release</c>, <c>follow</c>, <c>unfollow</c>, <c>consent</c>, <c>suggest</c>; whatever else is in an address says nothing.</param>
    public static string? WordsOf(string? done) =>
        Terms.Find($"Done.{CaseForms.Find(done)?.Move.ToString() ?? done switch { "release" => "Release", "unfollow" => "Unfollow", "follow" => "Follow", "consent" => "Consent", "suggest" => "Suggest", _ => "" }}");

    /// <returns>Null when nothing was done.</returns>
    public async Task<DoneNote?> OfAsync(string? done, CaseView view, CurrentUser user, CancellationToken ct) => WordsOf(done) is { } words
        ? new DoneNote(words) { Next = NextOf(view), Links = Rights.Allows(Rights.Official, user) ? await LinksAsync(view, user, ct) : [("我的反映", "/my")] }
        : null;

    private static string NextOf(CaseView view) => view.Waiting is { } turn
        ? $"接下来等{turn.Owner.Name}{(turn.Kind == Domain.Cases.Waiting.WaitKind.Stage && view.Stages is [.., { EndedAt: null } open] ? Terms.Of(open.Kind) : Terms.Of(turn.Kind))}{(turn.DueOn is { } on ? $"，{ChinaText.Day(on)}前" : null)}。"
        : $"目前是“{Terms.Of(view.Status)}”，不等谁办理。";

    /// <summary>The most urgent of what waits, but for this one.</summary>
    private async Task<IReadOnlyList<(string, string)>> LinksAsync(CaseView view, CurrentUser user, CancellationToken ct)
    {
        var query = new ListCases.Query { Role = "inbox", Sort = ListCases.Urgency, Limit = "2" };
        var next = await cases.HandleAsync(query, user, ct) is { IsRefused: false, Value: var page } ? page.Items.FirstOrDefault(item => item.Id != view.Id) : null;
        return next is null ? [("返回办件", WorkList)] : [($"下一件：{next.Title}", $"/cases/{next.Id}"), ("返回办件", WorkList)];
    }
}
