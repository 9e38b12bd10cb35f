using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The deputy answers at once (即知即办); the resident may then evaluate.</summary>
public sealed class Answer : IMoveEndpoint
{
    public static Move Move => Move.Answer;

    public sealed record Request(string? Text);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Text).Text("答复内容", 1, TextRules.LongestText);
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/answer", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new AnswerCommand(TextRules.Clean(request.Text!)));
}
