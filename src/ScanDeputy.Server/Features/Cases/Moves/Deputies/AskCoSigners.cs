using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>邀请附议: the deputy asks others to sign the own suggestion; each says so for themselves.</summary>
public sealed class AskCoSigners : IMoveEndpoint
{
    public static Move Move => Move.AskCoSigners;

    public sealed record Request(IReadOnlyList<string>? CoSignerIds);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.CoSignerIds).NotEmpty().WithMessage(_ => ErrorTexts.Field("field_co_signers_needed"));
    }

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/ask-co-signers", async (
        string id, Request request, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(request, new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(Request request, MoveCall call)
    {
        var command = new AskCoSignersCommand([.. request.CoSignerIds!.Distinct(StringComparer.Ordinal)]);
        return call.RunAsync(command, (scope, file) => CoSignerList.CheckAsync(scope, file.Row.Jurisdiction, command.DeputyIds));
    }
}
