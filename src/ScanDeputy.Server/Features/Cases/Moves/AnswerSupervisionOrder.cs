using FluentValidation;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The answer to a supervision order, by whoever the case is with.</summary>
public static class AnswerSupervisionOrder
{
    public sealed record Request(string? Text);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Text).Text("督办答复", 1, TextRules.LongestText);
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/supervision-answer", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await runner.RunAsync(id, ToCommand(request), user, write, ct)).ToCase());

    public static CaseCommand ToCommand(Request request) => new AnswerSupervision(TextRules.Clean(request.Text!));
}
