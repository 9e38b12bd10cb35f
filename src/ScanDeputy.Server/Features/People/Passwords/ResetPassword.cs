using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.People.Passwords;

/// <summary>
/// An administrator makes a first password for somebody who has forgotten theirs, or has none. It is in this answer and nowhere else: not kept with an
/// idempotency key, so that a call that is sent twice makes two, of which the later holds. The account's sessions end.
/// </summary>
public static partial class ResetPassword
{
    /// <param name="Password">Shown once; its owner sets another one at the first sign-in.</param>
    /// <param name="Sessions">How many were open until now.</param>
    public sealed record Answer(string UserId, string UserName, string Password, int Sessions);

    public static void Map(RouteGroupBuilder staff) => staff.MapPost("/{id}/password", async (string id, CurrentUser user, HttpContext context, Handler handler) =>
        (await handler.HandleAsync(id, user)).ToHttp(answer =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(answer);
        }))
        .RequireAuthorization(Rights.Secure).WithName("ResetPassword").Refuses(PeopleErrors.AccountClosed).Produces<Answer>();

    public sealed class Handler(Database database, PasswordCheck check, SessionStore sessions, TimeProvider clock, ILogger<Handler> logger)
    {
        /// <summary>Cannot be called off half-way: a session that is over in the database must be over on every node.</summary>
        public async Task<Result<Answer>> HandleAsync(string id, CurrentUser user)
        {
            var password = IssuedPassword.New();
            IReadOnlyList<string> open = [];
            var written = await database.WriteAsync<Answer>(
                async scope =>
                {
                    if (await StaffMember.FindAsync(scope, id, user.Jurisdiction!) is not { } person
                        || await scope.FirstOrDefaultAsync<string>("select user_name from users where id = @id", new { id }) is not { } userName)
                        return new Refusal(ErrorCodes.NotFound);
                    if (!person.Active)
                        return new Refusal(PeopleErrors.AccountClosed);

                    await scope.ExecuteAsync("update users set password_hash = @Hash, password_must_change = 1 where id = @id", new { id, password.Hash });
                    // Whoever has tried in vain need not wait.
                    await check.ForgiveAsync(scope, userName);
                    AccountChanges.Write(scope, clock, id, AccountChanges.PasswordReset, user.Id);
                    open = await AccountSessions.EndAsync(scope, clock, id);
                    return new Answer(id, userName, password.Plain, open.Count);
                },
                CancellationToken.None);
            if (written.IsRefused)
                return written;

            await sessions.ForgetAsync(open);
            Log.Reset(logger, id, user.Id);
            return written;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(33, LogLevel.Information, "A first password was made for account {Id} by {User}.")]
        public static partial void Reset(ILogger logger, string id, string user);
    }
}
