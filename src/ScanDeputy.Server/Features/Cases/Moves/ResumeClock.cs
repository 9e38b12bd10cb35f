using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The clock of a paused handling runs on; the working days of the pause are added to the date.</summary>
public static class ResumeClock
{
    public sealed record Request;

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/resume", async (
        string id, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await runner.RunAsync(id, new ResumeCase(), user, write, ct)).ToCase());
}
