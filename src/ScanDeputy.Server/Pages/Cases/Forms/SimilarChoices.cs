using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Cases.Similar;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.People.Access;

namespace ScanDeputy.Server.Pages.Cases.Forms;

/// <summary>What pages show of cases about the same matter, and what can be done with them there.</summary>
public sealed class SimilarChoices(FindSimilar.Handler before, ListSimilar.Handler atTriage, FollowCase.Handler following)
{
    /// <summary>Before a report is sent, once: whoever has seen them sends it all the same. What is only a little alike stops nobody.</summary>
    public async Task<IReadOnlyList<SimilarView>> BeforeAsync(ReportForm form, SubmitCase.Request request, CurrentUser user, CancellationToken ct)
    {
        if (form.SimilarSeen)
            return [];

        var asked = new FindSimilar.Request(request.StationCode, request.CategoryId, request.Title, request.Text, request.Place);
        return await before.HandleAsync(asked, user, ct) is { IsRefused: false } found && found.Value.Items.Any(one => !one.Weak) ? found.Value.Items : [];
    }

    /// <summary>For whoever may merge the case, and for nobody else.</summary>
    public async Task<IReadOnlyList<SimilarView>> AtTriageAsync(CaseView view, CurrentUser user, CancellationToken ct) =>
        view.Actions.Contains(MoveNames.NameOf(Move.Merge)) && await atTriage.HandleAsync(view.Id, user, ct) is { IsRefused: false } found ? found.Value.Items : [];

    public Task<Result<FollowCase.Answer>> FollowAsync(string id, CurrentUser user, CancellationToken ct) => following.FollowAsync(id, user, ct);

    public Task<Result<FollowCase.Answer>> UnfollowAsync(string id, CurrentUser user, CancellationToken ct) => following.UnfollowAsync(id, user, ct);
}
