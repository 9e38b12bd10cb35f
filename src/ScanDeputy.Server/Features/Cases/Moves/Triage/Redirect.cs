using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>Shows the resident the right way elsewhere: a reason, a destination and a text, never a silent refusal [000:649].</summary>
public sealed class Redirect : IMoveEndpoint
{
    public static Move Move => Move.Redirect;

    public sealed record Request(string? Reason, string? Destination, string? Text);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Reason).OneOf(MoveReasons.Redirect, "原因", LongestWords);
            RuleFor(request => request.Destination).OneOf(MoveReasons.Destination, "去向", LongestWords);
            RuleFor(request => request.Text).Text("给居民的说明", 1, TextRules.LongestNote);
        }

        private const int LongestWords = 50;
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/redirect", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new RedirectCommand(MoveReasons.Redirect.Read(request.Reason!), MoveReasons.Destination.Read(request.Destination!), TextRules.Clean(request.Text!)));
}
