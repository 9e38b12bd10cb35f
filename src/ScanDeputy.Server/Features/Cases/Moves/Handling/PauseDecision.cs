using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The government office grants the pause that the agency asked for, or refuses it.</summary>
public sealed class PauseDecision : IMoveEndpoint
{
    public static Move Move => Move.PauseDecision;

    public sealed record Request(bool? Granted, string? Note);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Granted).NotNull().WithMessage(_ => ErrorTexts.Field("field_decision"));
            RuleFor(request => request.Note).Note("审批意见");
        }
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/pause-decision", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new PauseDecisionCommand(request.Granted!.Value, TextRules.CleanOrNull(request.Note)));
}
