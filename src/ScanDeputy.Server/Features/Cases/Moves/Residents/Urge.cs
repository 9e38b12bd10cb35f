using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>催办: the resident says, once a stage, that its date has passed.</summary>
public sealed class Urge : IMoveEndpoint
{
    public static Move Move => Move.Urge;

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/urge", async (
        string id, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(MoveCall call) => call.RunAsync(new UrgeCommand());
}
