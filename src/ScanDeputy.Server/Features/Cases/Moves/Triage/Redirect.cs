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
            // The pages offer the words of the field (Terms: RedirectReason, Destination); another office's system may have its own.
            RuleFor(request => request.Reason).Text("原因", 1, LongestCode);
            RuleFor(request => request.Destination).Text("去向", 1, LongestCode);
            RuleFor(request => request.Text).Text("给居民的说明", 1, TextRules.LongestNote);
        }

        private const int LongestCode = 50;
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/redirect", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new RedirectCommand(TextRules.Clean(request.Reason!), TextRules.Clean(request.Destination!), TextRules.Clean(request.Text!)));
}
