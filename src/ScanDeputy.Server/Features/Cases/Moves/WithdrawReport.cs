using FluentValidation;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The resident takes the report back before a deputy has acted on it.</summary>
public static class WithdrawReport
{
    public sealed record Request(string? Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Reason).Note("撤回原因");
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/withdraw", async (
        string id, Request? request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await runner.RunAsync(id, ToCommand(request ?? new Request(null)), user, write, ct)).ToCase());

    public static CaseCommand ToCommand(Request request) => new WithdrawCase(TextRules.CleanOrNull(request.Reason));
}
