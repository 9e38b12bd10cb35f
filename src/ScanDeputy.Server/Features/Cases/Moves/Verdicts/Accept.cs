using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The deputy accepts the agency's answer: with a mark for its handling and one for its result, as far as they are given.</summary>
public sealed class Accept : IMoveEndpoint
{
    public static Move Move => Move.Accept;

    public sealed record Request(string? Note, Grade? Handling = null, Grade? Result = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Note).Note("意见");
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/accept", async (
        string id, Request? request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request ?? new Request(null), new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new AcceptCommand(TextRules.CleanOrNull(request.Note), request.Handling, request.Result));
}
