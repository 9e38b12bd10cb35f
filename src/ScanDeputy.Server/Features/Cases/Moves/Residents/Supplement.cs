using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The resident adds text and photos while the case is open.</summary>
public sealed class Supplement : IMoveEndpoint
{
    public static Move Move => Move.Supplement;

    public sealed record Request(string? Text, IReadOnlyList<string>? AttachmentIds);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Text).Text("补充说明", 1, TextRules.LongestText);
            RuleFor(request => request.AttachmentIds).Photos();
        }
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/supplement", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call)
    {
        var photos = request.AttachmentIds ?? [];
        return call.RunAsync(
            new SupplementCommand(TextRules.Clean(request.Text!), photos), also: (scope, file) => call.TakePhotosAsync(scope, file, photos));
    }
}
