using FluentValidation;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The deputy does not accept the answer: once it is handled again, the second time it goes to supervision [000:1257].</summary>
public static class RejectAnswer
{
    public sealed record Request(string? Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Reason).Reason("不认可的理由");
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/reject", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await runner.RunAsync(id, ToCommand(request), user, write, ct)).ToCase());

    public static CaseCommand ToCommand(Request request) => new RejectReply(TextRules.Clean(request.Reason!));
}
