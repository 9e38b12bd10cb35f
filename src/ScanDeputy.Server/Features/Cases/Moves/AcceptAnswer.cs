using FluentValidation;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The deputy accepts the agency's answer.</summary>
public static class AcceptAnswer
{
    public sealed record Request(string? Note);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Note).Note("意见");
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/accept", async (
        string id, Request? request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await runner.RunAsync(id, ToCommand(request ?? new Request(null)), user, write, ct)).ToCase());

    public static CaseCommand ToCommand(Request request) => new AcceptReply(TextRules.CleanOrNull(request.Note));
}
