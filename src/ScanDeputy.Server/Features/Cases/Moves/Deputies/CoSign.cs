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

/// <summary>附议: a deputy who was asked signs, declines, or takes the signature back before the hand-over.</summary>
public sealed class CoSign : IMoveEndpoint
{
    public static Move Move => Move.CoSign;

    public sealed record Request(bool? Agreed, string? Note);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Agreed).NotNull().WithMessage(_ => ErrorTexts.Field("field_co_sign"));
            RuleFor(request => request.Note).Note("说明");
        }
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/co-sign", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    /// <summary>A deputy signs for themselves only.</summary>
    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new CoSignCommand(call.User.DeputyId ?? "", request.Agreed!.Value, TextRules.CleanOrNull(request.Note)));
}
