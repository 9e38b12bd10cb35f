using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The resident adds text and photos while the case is open.</summary>
public static class SupplementReport
{
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
        (await RunAsync(id, request, user, write, runner, ct)).ToCase());

    public static Task<Result<CaseView>> RunAsync(
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct)
    {
        var photos = request.AttachmentIds ?? [];
        return runner.RunAsync(
            id, new SupplementCase(TextRules.Clean(request.Text!), photos), user, write, ct,
            also: (scope, file) => runner.TakePhotosAsync(scope, file, user.Id, photos));
    }
}
