using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases.Papers;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Cases.Similar;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Pages.Cases.Forms;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>Collects what the page of a case shows.</summary>
public sealed class CaseScreen(GetCase.Handler cases, ListCaseEvents.Handler events, GetPaper.Handler papers, MoveChoices choices, SimilarChoices similar, ListCaseTemplates.Handler templates)
{
    /// <param name="Case">As whoever looks may see it.</param>
    /// <param name="Events">None for those who only follow it.</param>
    /// <param name="Papers">What they may print.</param>
    /// <param name="Similar">For whoever may merge it: open cases that are probably about the same matter.</param>
    /// <param name="Lists">What the forms of their moves choose from.</param>
    public sealed record Shown(
        CaseView Case, IReadOnlyList<ListCaseEvents.EventView> Events, IReadOnlyList<GetPaper.Item> Papers, IReadOnlyList<SimilarView> Similar, MoveLists Lists)
    {
        /// <summary>Texts that the office keeps for their moves.</summary>
        public IReadOnlyDictionary<Move, IReadOnlyList<ListCaseTemplates.Item>> Templates { get; init; } = new Dictionary<Move, IReadOnlyList<ListCaseTemplates.Item>>();
    }

    public async Task<Result<Shown>> LoadAsync(string id, CurrentUser user, CancellationToken ct)
    {
        var found = await cases.HandleAsync(id, user, ct);
        if (found.Refusal is { } refusal)
            return refusal;

        var ledger = await events.HandleAsync(id, user, ct);
        return new Shown(
            found.Value,
            ledger.IsRefused ? [] : ledger.Value.Items,
            await papers.ListAsync(id, user, ct) is { IsRefused: false } list ? list.Value : [],
            await similar.AtTriageAsync(found.Value, user, ct),
            user.Jurisdiction is { } jurisdiction ? await choices.ForAsync(found.Value, jurisdiction, ct) : MoveLists.None)
        {
            Templates = await templates.OfAsync(found.Value, [.. CaseForms.Among(found.Value.Actions).Select(name => CaseForms.Find(name)!.Move)], user, null, ct),
        };
    }

    /// <summary>Whoever passes a case on may have no more to do with it, and no right to see it.</summary>
    public async Task<bool> IsGoneAsync(string id, CurrentUser user, CancellationToken ct) => (await cases.HandleAsync(id, user, ct)).IsRefused;
}
