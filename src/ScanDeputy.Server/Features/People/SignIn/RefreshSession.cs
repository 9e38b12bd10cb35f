using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>
/// New tokens for old. A refresh token works once; using a spent one ends the session, since one of the two users of it is a thief. A client that
/// sends it twice at once, or has lost the answer on the way, is given the same successor again for some seconds.
/// </summary>
public static class RefreshSession
{
    public sealed record Request(string? RefreshToken);

    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/refresh", async (Request request, HttpContext context, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(request, context, ct)).ToHttp())
        .WithName("RefreshSession").Refuses(ErrorCodes.Unauthenticated).Produces<SignedIn>();

    public sealed class Handler(Database database, SessionIssuer sessions, SessionStore store, RequestLimits limits, TimeProvider clock)
    {
        /// <summary>As long as a client waits for an answer before it asks again.</summary>
        private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

        public async Task<Result<SignedIn>> HandleAsync(Request request, HttpContext context, CancellationToken ct)
        {
            if (request.RefreshToken is not { Length: > 0 and < 4000 } token || sessions.Read(token) is not var (sessionId, count))
                return new Refusal(ErrorCodes.Unauthenticated);

            // Whoever has been away for too long, or in for too long, signs in again.
            if (await store.FindAsync(sessionId, ct) is null)
                return new Refusal(ErrorCodes.Unauthenticated);

            var now = clock.GetUtcNow();
            var clients = limits.ClientOf(context);
            var use = new { sessionId, count, now, Client = clients[0], Clients = clients, Since = now - Again, Until = now + Again };
            if (await database.WriteAsync(scope => UseAsync(scope, use), ct))
                return await sessions.IssueAsync(sessionId, count + 1, ct);

            await database.WriteAsync(
                async scope =>
                {
                    var ended = await scope.ExecuteAsync("update sessions set revoked_at = @now where id = @sessionId and revoked_at is null", new { sessionId, now });
                    // A token that was used before, by whoever: the session may have been stolen.
                    if (ended > 0 && await scope.FirstOrDefaultAsync<string>(SelectOfficial, new { sessionId }) is { } owner)
                        SignInAttempts.TellWrong(scope, clock, "refresh", owner);
                    return ended;
                },
                CancellationToken.None);
            await store.ForgetAsync(sessionId);
            return new Refusal(ErrorCodes.Unauthenticated);
        }

        private static async Task<bool> UseAsync(WriteScope scope, object use) =>
            await scope.ExecuteAsync(UseOnce, use) == 1 || await scope.FirstOrDefaultAsync<int?>(UsedJustNow, use) is not null;

        private const string UseOnce = """
            update sessions set refresh_count = refresh_count + 1, refreshed_at = @now, refreshed_by = @Client
            where id = @sessionId and refresh_count = @count and revoked_at is null and expires_at > @now
            """;

        private const string SelectOfficial = """
            select s.user_id from sessions s where s.id = @sessionId and exists (select 1 from user_roles r where r.user_id = s.user_id and r.role <> 'Resident')
            """;

        // Who came first may have looked at the clock last, and each node has its own clock.
        private const string UsedJustNow = """
            select 1 from sessions
            where id = @sessionId and refresh_count = @count + 1 and refreshed_by in @Clients and refreshed_at between @Since and @Until
              and revoked_at is null and expires_at > @now
            """;
    }
}
