using FluentValidation;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The committee office does not admit the suggestion and says why [000:647]; the deputy has the case again, with days of its own.</summary>
public static class ReturnToDeputy
{
    public sealed record Request(string? Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Reason).Reason("退回理由");
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/return-to-deputy", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await runner.RunAsync(id, ToCommand(request), user, write, ct)).ToCase());

    public static CaseCommand ToCommand(Request request) => new ReturnCaseToDeputy(TextRules.Clean(request.Reason!));
}
