using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Documents;

namespace ScanDeputy.Server.Features.Cases.Papers;

/// <summary>Puts a case into the form of a paper. A line without a value is left out of an order and left empty in a form, for a pen.</summary>
internal sealed class PaperComposer(PaperSource source)
{
    private CaseView View => source.View;

    private ContactView? Shared => View.Contact is { ShareWithAgency: true } contact ? contact : null;

    public PrintDocument Compose(PaperKind kind) => new(Terms.Of(kind), PaperTexts.Format("paper.number", source.NumberOf(kind)), kind switch
    {
        PaperKind.VoterFeedback => VoterFeedback(),
        PaperKind.DeputyHandling => DeputyHandling(),
        PaperKind.HandoverOrder => HandoverOrder(),
        PaperKind.AssignmentOrder => AssignmentOrder(),
        PaperKind.ReplyLetter => ReplyLetter(),
        _ => SupervisionOrder(),
    });

    private IReadOnlyList<PrintBlock> VoterFeedback() =>
    [
        new PrintForm(
        [
            Line("contact", View.Contact?.Name), Line("phone", View.Contact?.Phone), Line("station", View.Station.Name), Line("category", View.Category.Name),
            Line("receivedAt", PaperTexts.Moment(View.CreatedAt)), Line("deputy", View.Deputy?.Name), Line("report", $"{View.Title}\n{View.Text}"),
            Line("outcome", View.Outcome is { } outcome ? Terms.Of(outcome) : View.Redirection is { } to ? Terms.Find($"Destination.{to.Destination}") : null),
            Line("answer", View.Answer?.Text ?? View.Redirection?.Text), Line("answeredAt", View.Answer is { } answer ? PaperTexts.Moment(answer.At) : null),
            Line("evaluation", View.Evaluation is { } evaluation ? Terms.Of(evaluation.Grade) : PaperTexts.Of("evaluation.choices")), Line("opinion", View.Evaluation?.Text),
        ]),
        new PrintSignature(PaperTexts.Of("sign.voter"), PaperTexts.Of("sign.day")),
    ];

    private IReadOnlyList<PrintBlock> DeputyHandling()
    {
        var decided = source.Events.Last(entry => entry.Fact is Suggested or Answered or Adopted or Redirected);
        var (said, note) = decided.Fact switch
        {
            Suggested suggested => (suggested.SuggestionTitle, Terms.Of(suggested.Kind)),
            Answered answered => (answered.Text, null),
            Adopted adopted => (adopted.SuggestionTitle, adopted.Note),
            Redirected redirected => (redirected.Text, Terms.Find($"RedirectReason.{redirected.Reason}")),
            _ => ("", null),
        };
        return
        [
            new PrintForm(
            [
                Line("deputy", View.Deputy?.Name), .. Signed, Line("station", View.Station.Name), Line("category", View.Category.Name), Line("receivedAt", PaperTexts.Moment(View.CreatedAt)),
                Line("report", $"{View.Title}\n{View.Text}"), Line("decision", ListCaseEvents.NameOf(decided)), Line("decidedAt", PaperTexts.Moment(decided.At)),
                Line("opinion", string.Join('\n', new[] { said, note }.Where(text => !string.IsNullOrEmpty(text)))),
            ]),
            new PrintSignature(View.Deputy?.Name ?? PaperTexts.Of("sign.deputy"), Day(decided.At)),
        ];
    }

    private IReadOnlyList<PrintBlock> HandoverOrder()
    {
        var (entry, fact) = source.Last<HandedOver>()!.Value;
        return Order(entry.At, fact.Note, Office(Role.CommitteeOffice), Office(Role.GovernmentOffice), DueOn(StageKind.Assignment, entry.At));
    }

    private IReadOnlyList<PrintBlock> AssignmentOrder()
    {
        var (entry, fact) = source.Last<Assigned>()!.Value;
        return Order(entry.At, fact.Note, Office(Role.GovernmentOffice), View.Lead?.Name, DueOn(StageKind.Handling, entry.At));
    }

    /// <summary>Both orders say the same: who asks whom for what, by when. They leave the office, so the contact is on them only where the resident allowed it.</summary>
    private IReadOnlyList<PrintBlock> Order(DateTimeOffset at, string? note, string from, string? to, DateOnly? dueOn) =>
    [
        new PrintText(PaperTexts.Format("paper.to", to)),
        Given(
        [
            Line("suggestion", View.SuggestionTitle), Line("deputy", View.Deputy?.Name), .. Signed, Line("station", View.Station.Name), Line("category", View.Category.Name),
            Line("lead", View.Lead?.Name), Line("coAgencies", string.Join('、', View.CoAgencies.Select(agency => agency.Name))), Line("contact", Shared?.Name),
            Line("phone", Shared?.Phone), Line("place", View.Place?.Address), Line("report", View.Text), Line("note", source.Official ? note : null),
            Line("dueOn", dueOn is { } on ? PaperTexts.Day(on) : null),
        ]),
        new PrintText(PaperTexts.Of("paper.order")),
        new PrintSignature(from, Day(at)),
    ];

    private IReadOnlyList<PrintBlock> ReplyLetter()
    {
        var (entry, fact) = source.Last<Replied>()!.Value;
        return
        [
            new PrintHeading(PaperTexts.Format("paper.about", View.SuggestionTitle ?? View.Title)),
            new PrintText(PaperTexts.Format("paper.to", PaperTexts.Format("paper.deputy", View.Deputy?.Name))),
            new PrintText(PaperTexts.Of("paper.received")),
            new PrintText(fact.PublicText),
            Given([Line("outcome", Terms.Of(fact.Outcome)), Line("promisedOn", fact.PromisedOn is { } on ? PaperTexts.Day(on) : null)]),
            new PrintText(PaperTexts.Of("paper.thanks")),
            new PrintSignature(View.Lead?.Name ?? "", Day(entry.At)),
        ];
    }

    private IReadOnlyList<PrintBlock> SupervisionOrder()
    {
        var (entry, fact) = source.Last<Supervised>()!.Value;
        // After the resident's second 不满意 the order is for the agency, whatever the deputy still has to say.
        var open = View.Stages.LastOrDefault(stage => stage.EndedAt is null && (stage.Kind != StageKind.Verdict || View.Evaluation?.Grade != Grade.Unsatisfied));
        return
        [
            new PrintText(PaperTexts.Format("paper.to", open?.Owner is { Id: null } owner ? Office(owner.Role) : open?.Owner.Name ?? View.Lead?.Name)),
            Given(
            [
                Line("level", PaperTexts.Format("level", Terms.Find($"SupervisionLevel.{fact.Level}"))), Line("suggestion", View.SuggestionTitle ?? View.Title), Line("lead", View.Lead?.Name),
                Line("stage", open is null ? null : Terms.Of(open.Kind)), Line("dueOn", open is null ? null : PaperTexts.Day(open.DueOn)), Line("order", fact.Text),
                Line("answerBy", PaperTexts.Day(fact.AnswerBy)),
            ]),
            new PrintText(PaperTexts.Of("paper.supervision")),
            new PrintSignature(Office(Role.Supervisor), Day(entry.At)),
        ];
    }

    /// <summary>As a paper names it: in full.</summary>
    private string Office(Role role) => OfficeNames.InFull(role, source.County);

    /// <summary>Who signed an own suggestion beside its deputy (附议).</summary>
    private IEnumerable<PrintLine> Signed => View.OwnKind is null
        ? []
        : [Line("coSigners", string.Join('、', View.CoSigners.Where(one => one.Standing == CoSignerStanding.Signed).Select(one => one.Deputy.Name)))];

    private static PrintForm Given(IEnumerable<PrintLine> lines) => new([.. lines.Where(line => line.Value.Length > 0)]);

    private static PrintLine Line(string label, string? value) => new(PaperTexts.Of($"label.{label}"), value?.Trim() ?? "");

    /// <summary>The stage that this step opened has its date.</summary>
    private DateOnly? DueOn(StageKind kind, DateTimeOffset at) => View.Stages.LastOrDefault(stage => stage.Kind == kind && stage.StartedAt == at)?.DueOn;

    private static string Day(DateTimeOffset at) => PaperTexts.Day(ChinaTime.DateOf(at));
}
