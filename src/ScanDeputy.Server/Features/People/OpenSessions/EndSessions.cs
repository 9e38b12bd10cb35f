using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.People.OpenSessions;

/// <summary>Where somebody is signed in, and ending it: one sign-in, all others, or, by an administrator, all of an account. What is ended is over on every node at once.</summary>
public static class EndSessions
{
    /// <param name="Sessions">How many have ended.</param>
    public sealed record Answer(string UserId, int Sessions);

    public static void Map(RouteGroupBuilder api, RouteGroupBuilder staff)
    {
        var own = api.MapGroup("/me/sessions").RequireAuthorization(Rights.SignedIn);
        own.MapGet("", async (CurrentUser user, SessionReader reader, CancellationToken ct) => TypedResults.Ok(await reader.ListAsync(user.Id, user.SessionId, ct)))
            .WithName("ListMySessions").Produces<SessionList>();
        own.MapDelete("/{id}", async (string id, CurrentUser user, Handler handler) => (await handler.EndOneAsync(id, user)).ToHttp(_ => TypedResults.NoContent()))
            .WithName("EndMySession").Refuses(ErrorCodes.NotFound).Produces(StatusCodes.Status204NoContent);
        own.MapPost("/end", async (CurrentUser user, Handler handler) => TypedResults.Ok(await handler.EndOthersAsync(user)))
            .WithName("EndMyOtherSessions").Produces<Answer>();

        var account = staff.MapGroup("/{id}/sessions").RequireAuthorization(Rights.Secure).Refuses(ErrorCodes.NotFound);
        account.MapGet("", async (string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.ListOfAsync(id, user, ct)).ToHttp())
            .WithName("ListSessionsOfStaff").Produces<SessionList>();
        account.MapPost("/end", async (string id, CurrentUser user, Handler handler) => (await handler.EndAllAsync(id, user)).ToHttp())
            .WithName("EndSessionsOfStaff").Produces<Answer>();
    }

    /// <summary>Nothing here can be called off half-way: a session that is over in the database must be over on every node.</summary>
    public sealed class Handler(Database database, SessionReader reader, SessionStore sessions, TimeProvider clock)
    {
        public async Task<Result<int>> EndOneAsync(string id, CurrentUser user)
        {
            var ended = await database.WriteAsync(
                async scope =>
                {
                    var done = await scope.ExecuteAsync("update sessions set revoked_at = @Now where id = @id and user_id = @UserId and revoked_at is null", new { id, UserId = user.Id, Now = clock.GetUtcNow() });
                    if (done > 0)
                        AccountChanges.Write(scope, clock, user.Id, AccountChanges.SessionsEnded, user.Id);
                    return done;
                },
                CancellationToken.None);
            if (ended == 0)
                return new Refusal(ErrorCodes.NotFound);

            await sessions.ForgetAsync(id);
            return ended;
        }

        public async Task<Answer> EndOthersAsync(CurrentUser user)
        {
            var open = await database.WriteAsync(
                async scope =>
                {
                    var ended = await AccountSessions.EndAsync(scope, clock, user.Id, user.SessionId);
                    if (ended.Count > 0)
                        AccountChanges.Write(scope, clock, user.Id, AccountChanges.SessionsEnded, user.Id);
                    return ended;
                },
                CancellationToken.None);
            await sessions.ForgetAsync(open);
            return new Answer(user.Id, open.Count);
        }

        public async Task<Result<SessionList>> ListOfAsync(string id, CurrentUser user, CancellationToken ct) =>
            (await database.ReadAsync(connection => StaffMember.ListAsync(connection, [id], user.Jurisdiction!), ct)).Count == 0
                ? new Refusal(ErrorCodes.NotFound)
                : await reader.ListAsync(id, user.SessionId, ct);

        public async Task<Result<Answer>> EndAllAsync(string id, CurrentUser user)
        {
            IReadOnlyList<string> open = [];
            var ended = await database.WriteAsync<Answer>(
                async scope =>
                {
                    if (await StaffMember.FindAsync(scope, id, user.Jurisdiction!) is null)
                        return new Refusal(ErrorCodes.NotFound);

                    open = await AccountSessions.EndAsync(scope, clock, id);
                    AccountChanges.Write(scope, clock, id, AccountChanges.SessionsEnded, user.Id);
                    return new Answer(id, open.Count);
                },
                CancellationToken.None);
            await sessions.ForgetAsync(open);
            return ended;
        }
    }
}
