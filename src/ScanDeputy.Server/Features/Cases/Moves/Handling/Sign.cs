using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The lead agency signs for receipt [000:1257]; its clock has run since it was named.</summary>
public sealed class Sign : IMoveEndpoint
{
    public static Move Move => Move.Sign;

    public sealed record Request;

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/sign", async (
        string id, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(MoveCall call) => call.RunAsync(new SignCommand());
}
