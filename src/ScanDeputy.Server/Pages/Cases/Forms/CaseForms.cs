using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Cases.Forms;

/// <summary>From a posted form to the move of the same name, by the way that the API takes: the move's own validator, then the runner.</summary>
public sealed class CaseForms(MoveRunner runner, IServiceProvider services)
{
    /// <summary>The form of one move; its fields stand in <c>Pages/Cases/Moves/Room/_X.cshtml</c>.</summary>
    /// <param name="Send">From what was posted to the move.</param>
    public sealed record Form(Move Move, Func<MoveForm, MoveCall, IServiceProvider, Task<Result<CaseView>>> Send)
    {
        /// <summary>Leads aside or back, and so is not offered as the main way.</summary>
        public bool Aside { get; init; }

        public bool WithPhotos { get; init; }

        /// <summary>What it makes, whose validator says how long its texts may be; null for a move that says nothing.</summary>
        public Type? Request { get; init; }

        /// <summary>What is wrong with what was posted, by the move's own validator alone.</summary>
        public Func<MoveForm, IServiceProvider, Refusal?> Check { get; init; } = (_, _) => null;

        public string Partial => $"/Pages/Cases/Moves/{RoomOf(Move)}/_{Move}.cshtml";
    }

    /// <summary>The room in which a move stands in every layer.</summary>
    public static string RoomOf(Move move) => move switch
    {
        Move.Adopt or Move.Answer or Move.Merge or Move.Redirect or Move.Transfer => "Triage",
        Move.AskCoSigners or Move.CoSign => "Deputies",
        Move.Assign or Move.HandOver or Move.ReturnToDeputy => "Offices",
        Move.CoOpinion or Move.Extension or Move.ExtensionDecision or Move.LogContact or Move.Pause or Move.PauseDecision or Move.Reply or Move.Resume or Move.ReturnToOffice or Move.Sign => "Handling",
        Move.Accept or Move.Evaluate or Move.Reject => "Verdicts",
        Move.Supervise or Move.SupervisionAnswer => "Supervision",
        _ => "Residents",
    };

    /// <summary>In the order in which a page offers them: onwards first, aside and back last.</summary>
    public static IReadOnlyList<Form> Forms { get; } =
    [
        Of(Move.SupervisionAnswer, form => new SupervisionAnswer.Request(form.Text), SupervisionAnswer.RunAsync),
        Of(Move.ExtensionDecision, form => new ExtensionDecision.Request(form.Granted, form.Note), ExtensionDecision.RunAsync),
        Of(Move.PauseDecision, form => new PauseDecision.Request(form.Granted, form.Note), PauseDecision.RunAsync),
        Of(Move.CoSign, form => new CoSign.Request(form.Agreed, form.Note), CoSign.RunAsync),
        Of(Move.Answer, form => new Answer.Request(form.Text), Answer.RunAsync),
        Of(Move.Adopt, form => new Adopt.Request(form.SuggestionTitle, form.Note), Adopt.RunAsync),
        Of(Move.HandOver, form => new HandOver.Request(form.Note), HandOver.RunAsync),
        Of(Move.Assign, form => new Assign.Request(form.LeadAgencyId, form.CoAgencyIds, form.Note), Assign.RunAsync),
        Of(Move.Sign, Sign.RunAsync),
        Of(Move.Reply, form => new Reply.Request(form.Outcome, form.PublicText, form.InternalNote, form.PromisedOn, form.PhotoIds), Reply.RunAsync)
            with { WithPhotos = true },
        Of(Move.LogContact, form => new LogContact.Request(form.Phase, form.On, form.Way, form.With, form.Who, form.Text), LogContact.RunAsync),
        Of(Move.CoOpinion, form => new CoOpinion.Request(form.Text), CoOpinion.RunAsync),
        Of(Move.Accept, form => new Accept.Request(form.Note, form.Handling, form.Result), Accept.RunAsync, MarksMissing),
        Of(Move.Evaluate, form => new Evaluate.Request(form.Grade, form.Text), Evaluate.RunAsync),
        Of(Move.Urge, Urge.RunAsync),
        Of(Move.AskCoSigners, form => new AskCoSigners.Request(form.CoSignerIds), AskCoSigners.RunAsync),
        Of(Move.Supplement, form => new Supplement.Request(form.Text, form.PhotoIds), Supplement.RunAsync) with { WithPhotos = true },
        Of(Move.Supervise, form => new Supervise.Request(form.Level, form.Text, form.AnswerBy), Supervise.RunAsync),
        Of(Move.Extension, form => new Extension.Request(form.Days, form.Reason), Extension.RunAsync),
        Of(Move.Pause, form => new Pause.Request(form.Reason, form.Until), Pause.RunAsync),
        Of(Move.Resume, Resume.RunAsync),
        Of(Move.Reject, form => new Reject.Request(form.Reason, form.Handling, form.Result), Reject.RunAsync, MarksMissing) with { Aside = true },
        Of(Move.Transfer, form => new Transfer.Request(form.DeputyId, form.StationId, form.Note), Transfer.RunAsync),
        Of(Move.Merge, form => new Merge.Request(form.IntoCaseId, form.Note), Merge.RunAsync) with { Aside = true },
        Of(Move.ReturnToDeputy, form => new ReturnToDeputy.Request(form.Reason), ReturnToDeputy.RunAsync) with { Aside = true },
        Of(Move.ReturnToOffice, form => new ReturnToOffice.Request(form.Reason, form.ProposedAgencyId), ReturnToOffice.RunAsync) with { Aside = true },
        Of(Move.Redirect, form => new Redirect.Request(form.Reason, form.Destination, form.Text), Redirect.RunAsync) with { Aside = true },
        Of(Move.Withdraw, form => new Withdraw.Request(form.Reason), Withdraw.RunAsync) with { Aside = true },
    ];

    /// <summary>The forms by their moves' names in a case's actions.</summary>
    private static readonly Dictionary<string, Form> ByName = Forms.ToDictionary(form => MoveNames.NameOf(form.Move), StringComparer.Ordinal);

    public static Form? Find(string? move) => ByName.GetValueOrDefault(move ?? "");

    /// <summary>Those among a case's actions that have a form. Where a pause was asked for, the decision on it takes the place of a pause by the office itself.</summary>
    public static IReadOnlyList<string> Among(IReadOnlyList<string> actions) =>
        [.. ByName.Keys.Where(name => actions.Contains(name) && !(name == PauseName && actions.Contains(DecisionName)))];

    private static readonly string PauseName = MoveNames.NameOf(Move.Pause);

    private static readonly string DecisionName = MoveNames.NameOf(Move.PauseDecision);

    /// <summary>What a move is called on a case's page: to accept and to reject mean something else when a promise is looked back at, to adopt when it is the deputy's own suggestion.</summary>
    public static string WordOf(CaseView view, string move) =>
        (view.OwnKind is null ? null : Terms.Find($"OwnMove.{ByName[move].Move}"))
        ?? (view.LookBack is { Open: true } ? Terms.Find($"LookBack.{ByName[move].Move}") : null)
        ?? (ByName[move].Move == Move.Pause && !view.Parties.Contains(Party.Government) ? Terms.Find("PauseAsked") : null)
        ?? Terms.Of(ByName[move].Move);

    /// <summary>What a suggestion is called unless the deputy writes something else.</summary>
    public static string SuggestionTitleOf(string title)
    {
        var about = title.Replace("…", "", StringComparison.Ordinal);
        return $"{(about.StartsWith("关于", StringComparison.Ordinal) ? "" : "关于")}{about}{(about.EndsWith("建议", StringComparison.Ordinal) ? "" : "的建议")}";
    }

    public Task<Result<CaseView>> RunAsync(string id, Form form, MoveForm posted, CurrentUser user, WriteContext write, CancellationToken ct) =>
        form.Send(posted, new MoveCall(id, user, write, runner, ct), services);

    public Refusal? Check(Form form, MoveForm posted) => form.Check(posted, services);

    /// <param name="also">What a form asks for that a call of the API may leave out.</param>
    private static Form Of<T>(Move move, Func<MoveForm, T> read, Func<T, MoveCall, Task<Result<CaseView>>> run, Func<MoveForm, Refusal?>? also = null)
        where T : notnull
    {
        return new(move, async (posted, call, services) => Check(posted, services) is { } refusal ? refusal : await run(read(posted), call)) { Request = typeof(T), Check = Check };

        Refusal? Check(MoveForm posted, IServiceProvider services) => FormErrors.Join(also?.Invoke(posted), services.GetRequiredService<IValidator<T>>().Check(read(posted)));
    }

    private static Refusal? MarksMissing(MoveForm form) => !form.MarksAsked ? null : FormErrors.Join(
        form.Handling is null ? Refusal.OfField("handling", CaseRefusals.GradeOutOfRange) : null,
        form.Result is null ? Refusal.OfField("result", CaseRefusals.GradeOutOfRange) : null);

    /// <summary>A move that says nothing.</summary>
    private static Form Of(Move move, Func<MoveCall, Task<Result<CaseView>>> run) => new(move, (_, call, _) => run(call));
}
