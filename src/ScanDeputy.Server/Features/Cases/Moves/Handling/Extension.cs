using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The lead agency asks, before the date, for more working days; how many at the most is the policy's.</summary>
public sealed class Extension : IMoveEndpoint
{
    public static Move Move => Move.Extension;

    public sealed record Request(int? Days, string? Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Days).NotNull().WithMessage(_ => ErrorTexts.Field("field_required", "延期工作日数"));
            RuleFor(request => request.Reason).Reason("延期理由");
        }
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/extension", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new ExtensionCommand(request.Days!.Value, TextRules.Clean(request.Reason!)));
}
