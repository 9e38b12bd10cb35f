using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases.Moves;

/// <summary>The lead agency signs for receipt [000:1257]; its clock has run since it was named.</summary>
public static class SignForReceipt
{
    public sealed record Request;

    public static void Map(RouteGroupBuilder moves) => moves.MapPost("/sign", async (
        string id, CurrentUser user, WriteContext write, MoveRunner runner, CancellationToken ct) =>
        (await runner.RunAsync(id, new SignCase(), user, write, ct)).ToCase());
}
