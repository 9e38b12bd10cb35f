using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.People.DeskSignIn;

/// <summary>
/// The phone's side of a sign-in at a desk: shows which desk asks, and confirms or refuses. Only for officials: residents have no desk. Whoever is guessing
/// codes, is late or second hears the same.
/// </summary>
public static class ConfirmAtDesk
{
    public static void Map(RouteGroupBuilder api)
    {
        var desk = api.MapGroup("/auth/desk/{id}").RequireAuthorization(Rights.Official).Refuses(PeopleErrors.DeskCodeInvalid);
        desk.MapGet("", async (string id, DeskSignIns desks, CancellationToken ct) =>
            await desks.FindAsync(id, ct) is { } view ? Results.Ok(view) : Gone())
            .WithName("GetDeskSignIn").Produces<DeskView>();
        desk.MapPost("/confirm", (string id, CurrentUser user, DeskSignIns desks, CancellationToken ct) => DecideAsync(id, user, true, desks, ct))
            .WithName("ConfirmDeskSignIn").Produces(StatusCodes.Status204NoContent);
        desk.MapPost("/refuse", (string id, CurrentUser user, DeskSignIns desks, CancellationToken ct) => DecideAsync(id, user, false, desks, ct))
            .WithName("RefuseDeskSignIn").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> DecideAsync(string id, CurrentUser user, bool confirmed, DeskSignIns desks, CancellationToken ct) =>
        await desks.DecideAsync(id, user, confirmed, ct) ? Results.NoContent() : Gone();

    private static ProblemResult Gone() => new(new Refusal(PeopleErrors.DeskCodeInvalid));
}
