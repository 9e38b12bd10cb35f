using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The resident takes the report back before a deputy has acted on it.</summary>
public sealed class Withdraw : IMoveEndpoint
{
    public static Move Move => Move.Withdraw;

    public sealed record Request(string? Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Reason).Note("撤回原因");
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/withdraw", async (
        string id, Request? request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request ?? new Request(null), new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call) =>
        call.RunAsync(new WithdrawCommand(TextRules.CleanOrNull(request.Reason)));
}
