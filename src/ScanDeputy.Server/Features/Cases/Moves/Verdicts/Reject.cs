using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The deputy does not accept the answer: once it is handled again, the second time it goes to supervision [000:1257].</summary>
public sealed class Reject : IMoveEndpoint
{
    public static Move Move => Move.Reject;

    public sealed record Request(string? Reason, Grade? Handling = null, Grade? Result = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Reason).Reason("不认可的理由");
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/reject", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new RejectCommand(TextRules.Clean(request.Reason!), request.Handling, request.Result));
}
