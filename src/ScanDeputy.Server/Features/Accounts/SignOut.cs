using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Accounts;

/// <summary>Ends the session at once, for every token of it.</summary>
public static class SignOut
{
    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/logout", async (CurrentUser user, Handler handler, CancellationToken ct) =>
    {
        await handler.HandleAsync(user, ct);
        return TypedResults.NoContent();
    })
        .RequireAuthorization(Rights.SignedIn).WithName("SignOut");

    public sealed class Handler(Database database, TimeProvider clock)
    {
        public Task HandleAsync(CurrentUser user, CancellationToken ct) => database.WriteAsync(
            scope => scope.ExecuteAsync("update sessions set revoked_at = @Now where id = @SessionId", new { Now = clock.GetUtcNow(), user.SessionId }), ct);
    }
}
