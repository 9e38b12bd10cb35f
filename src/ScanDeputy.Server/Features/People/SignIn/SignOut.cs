using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>Ends the session at once, for every token of it.</summary>
public static class SignOut
{
    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/logout", async (CurrentUser user, Handler handler) =>
    {
        await handler.HandleAsync(user);
        return TypedResults.NoContent();
    })
        .RequireAuthorization(Rights.SignedIn).WithName("SignOut");

    public sealed class Handler(Database database, SessionStore sessions, TimeProvider clock)
    {
        /// <summary>Cannot be called off half-way: a session that is over in the database must be over on every node.</summary>
        public async Task HandleAsync(CurrentUser user)
        {
            await database.WriteAsync(
                scope =>
                {
                    if (user.Roles.Any(role => role != Role.Resident))
                        AuditTrail.Write(scope, clock, new AuditEntry(AuditKinds.SignOut, user.Jurisdiction ?? "", user.Id) { Object = "session", ObjectId = user.SessionId, Person = user.Id });
                    return scope.ExecuteAsync("update sessions set revoked_at = @Now where id = @SessionId", new { Now = clock.GetUtcNow(), user.SessionId });
                },
                CancellationToken.None);
            await sessions.ForgetAsync(user.SessionId);
        }
    }
}
