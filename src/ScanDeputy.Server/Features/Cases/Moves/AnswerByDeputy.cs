using FluentValidation;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The deputy answers at once (即知即办); the resident may then evaluate.</summary>
public static class AnswerByDeputy
{
    public sealed record Request(string? Text);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Text).Text("答复内容", 1, TextRules.LongestText);
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/answer", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await runner.RunAsync(id, ToCommand(request), user, write, ct)).ToCase());

    public static CaseCommand ToCommand(Request request) => new AnswerCase(TextRules.Clean(request.Text!));
}
