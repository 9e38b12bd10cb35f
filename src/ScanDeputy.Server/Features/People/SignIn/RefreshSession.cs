using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>New tokens for old. A refresh token works once; using a spent one ends the session, since one of the two users of it is a thief.</summary>
public static class RefreshSession
{
    public sealed record Request(string? RefreshToken);

    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/refresh", async (Request request, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(request, ct)).ToHttp())
        .WithName("RefreshSession").Produces<SignedIn>();

    public sealed class Handler(Database database, SessionIssuer sessions, SessionStore store, TimeProvider clock)
    {
        public async Task<Result<SignedIn>> HandleAsync(Request request, CancellationToken ct)
        {
            if (request.RefreshToken is not { Length: > 0 and < 4000 } token || sessions.Read(token) is not var (sessionId, count))
                return new Refusal(ErrorCodes.Unauthenticated);

            var now = clock.GetUtcNow();
            var used = await database.WriteAsync(scope => scope.ExecuteAsync(UseOnce, new { sessionId, count, now }), ct);
            if (used == 1)
                return await sessions.IssueAsync(sessionId, count + 1, ct);

            await database.WriteAsync(
                scope => scope.ExecuteAsync("update sessions set revoked_at = @now where id = @sessionId and revoked_at is null", new { sessionId, now }), CancellationToken.None);
            await store.ForgetAsync(sessionId);
            return new Refusal(ErrorCodes.Unauthenticated);
        }

        private const string UseOnce = """
            update sessions set refresh_count = refresh_count + 1
            where id = @sessionId and refresh_count = @count and revoked_at is null and expires_at > @now
            """;
    }
}
