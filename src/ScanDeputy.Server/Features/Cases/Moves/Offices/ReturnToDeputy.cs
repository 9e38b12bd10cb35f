using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The committee office does not admit the suggestion and says why [000:647]; the deputy has the case again, with days of its own.</summary>
public sealed class ReturnToDeputy : IMoveEndpoint
{
    public static Move Move => Move.ReturnToDeputy;

    public sealed record Request(string? Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Reason).Reason("退回理由");
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/return-to-deputy", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new ReturnToDeputyCommand(TextRules.Clean(request.Reason!)));
}
