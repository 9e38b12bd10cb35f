using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The deputy makes the matter a deputy suggestion (代表建议); the committee office's two working days begin.</summary>
public sealed class Adopt : IMoveEndpoint
{
    public static Move Move => Move.Adopt;

    public sealed record Request(string? SuggestionTitle, string? Note);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.SuggestionTitle).Text("建议标题", 2, 100);
            RuleFor(request => request.Note).Note("说明");
        }
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/adopt", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new AdoptCommand(TextRules.Clean(request.SuggestionTitle!), TextRules.CleanOrNull(request.Note)));
}
