using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Moves;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>From a posted form to the move of the same name, by the way that the API takes: the move's own validator, then the runner.</summary>
public sealed class CaseForms(MoveRunner runner, IServiceProvider services)
{
    // In the order in which a page offers them: onwards first, aside and back last.
    private static readonly Move[] Offered =
    [
        Move.AnswerSupervision, Move.DecideExtension, Move.Answer, Move.Adopt, Move.HandOver, Move.Assign, Move.Sign, Move.Reply, Move.CoOpinion,
        Move.Accept, Move.Evaluate, Move.Supplement, Move.Supervise, Move.RequestExtension, Move.Pause, Move.Resume, Move.Reject, Move.Transfer,
        Move.Merge, Move.ReturnToDeputy, Move.ReturnToOffice, Move.Redirect, Move.Withdraw,
    ];

    /// <summary>The moves that have a form, by their names in a case's actions.</summary>
    public static IReadOnlyDictionary<string, Move> Moves { get; } = Offered.ToDictionary(MoveNames.NameOf, StringComparer.Ordinal);

    /// <summary>Those among a case's actions that have a form.</summary>
    public static IReadOnlyList<string> Among(IReadOnlyList<string> actions) => [.. Offered.Select(MoveNames.NameOf).Where(actions.Contains)];

    /// <summary>What a move is called on a case's page: to accept and to reject mean something else when a promise is looked back at.</summary>
    public static string WordOf(CaseView view, string move) =>
        (view.LookBack is { Open: true } ? Terms.Find($"LookBack.{Moves[move]}") : null) ?? Terms.Of(Moves[move]);

    public Task<Result<CaseView>> RunAsync(string id, Move move, MoveForm form, CurrentUser user, WriteContext write, CancellationToken ct)
    {
        return move switch
        {
            Move.Answer => CheckedAsync(new AnswerByDeputy.Request(form.Text), request => Run(AnswerByDeputy.ToCommand(request))),
            Move.Adopt => CheckedAsync(new AdoptAsSuggestion.Request(form.SuggestionTitle, form.Note), request => Run(AdoptAsSuggestion.ToCommand(request))),
            Move.Redirect => CheckedAsync(
                new RedirectElsewhere.Request(form.Reason, form.Destination, form.Text), request => Run(RedirectElsewhere.ToCommand(request))),
            Move.HandOver => CheckedAsync(new HandOverToGovernment.Request(form.Note), request => Run(HandOverToGovernment.ToCommand(request))),
            Move.Assign => CheckedAsync(
                new AssignAgencies.Request(form.LeadAgencyId, form.CoAgencyIds, form.Note),
                request => AssignAgencies.RunAsync(id, request, user, write, runner, ct)),
            Move.Sign => Run(new SignCase()),
            Move.Reply => CheckedAsync(
                new ReplyToDeputy.Request(form.Outcome, form.PublicText, form.InternalNote, form.PromisedOn, form.PhotoIds),
                request => ReplyToDeputy.RunAsync(id, request, user, write, runner, ct)),
            Move.Accept => CheckedAsync(new AcceptAnswer.Request(form.Note), request => Run(AcceptAnswer.ToCommand(request))),
            Move.Reject => CheckedAsync(new RejectAnswer.Request(form.Reason), request => Run(RejectAnswer.ToCommand(request))),
            Move.Evaluate => CheckedAsync(new EvaluateAnswer.Request(form.Grade, form.Text), request => Run(EvaluateAnswer.ToCommand(request))),
            Move.Supplement => CheckedAsync(
                new SupplementReport.Request(form.Text, form.PhotoIds), request => SupplementReport.RunAsync(id, request, user, write, runner, ct)),
            Move.Withdraw => CheckedAsync(new WithdrawReport.Request(form.Reason), request => Run(WithdrawReport.ToCommand(request))),
            Move.Transfer => CheckedAsync(
                new TransferToAnother.Request(form.DeputyId, form.StationId, form.Note),
                request => TransferToAnother.RunAsync(id, request, user, write, runner, ct)),
            Move.Merge => CheckedAsync(
                new MergeIntoLeading.Request(form.IntoCaseId, form.Note), request => MergeIntoLeading.RunAsync(id, request, user, write, runner, ct)),
            Move.ReturnToDeputy => CheckedAsync(new ReturnToDeputy.Request(form.Reason), request => Run(ReturnToDeputy.ToCommand(request))),
            Move.ReturnToOffice => CheckedAsync(
                new ReturnToOffice.Request(form.Reason, form.ProposedAgencyId), request => ReturnToOffice.RunAsync(id, request, user, write, runner, ct)),
            _ => RunClockAsync(move, form, user, Run),
        };

        Task<Result<CaseView>> Run(CaseCommand command) => runner.RunAsync(id, command, user, write, ct);
    }

    /// <summary>What is said about a matter while it is being handled, and about its clock.</summary>
    private Task<Result<CaseView>> RunClockAsync(Move move, MoveForm form, CurrentUser user, Func<CaseCommand, Task<Result<CaseView>>> run) => move switch
    {
        Move.CoOpinion => CheckedAsync(new GiveOpinion.Request(form.Text), request => run(GiveOpinion.ToCommand(request, user))),
        Move.Pause => CheckedAsync(new PauseClock.Request(form.Reason, form.Until), request => run(PauseClock.ToCommand(request))),
        Move.Resume => run(new ResumeCase()),
        Move.RequestExtension => CheckedAsync(new AskForExtension.Request(form.Days, form.Reason), request => run(AskForExtension.ToCommand(request))),
        Move.DecideExtension => CheckedAsync(new DecideOnExtension.Request(form.Granted, form.Note), request => run(DecideOnExtension.ToCommand(request))),
        Move.Supervise => CheckedAsync(
            new IssueSupervisionOrder.Request(form.Level, form.Text, form.AnswerBy), request => run(IssueSupervisionOrder.ToCommand(request))),
        Move.AnswerSupervision => CheckedAsync(new AnswerSupervisionOrder.Request(form.Text), request => run(AnswerSupervisionOrder.ToCommand(request))),
        _ => throw new ArgumentOutOfRangeException(nameof(move), move, "A move without a form."),
    };

    private async Task<Result<CaseView>> CheckedAsync<T>(T request, Func<T, Task<Result<CaseView>>> run)
        where T : notnull =>
        services.GetRequiredService<IValidator<T>>().Check(request) is { } refusal ? refusal : await run(request);
}
