using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The clock of a paused handling runs on; the working days of the pause are added to the date.</summary>
public sealed class Resume : IMoveEndpoint
{
    public static Move Move => Move.Resume;

    public sealed record Request;

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/resume", async (
        string id, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await RunAsync(new MoveCall(id, user, write, runner, ct))).ToCase());

    public static Task<Result<CaseView>> RunAsync(MoveCall call) => call.RunAsync(new ResumeCommand());
}
