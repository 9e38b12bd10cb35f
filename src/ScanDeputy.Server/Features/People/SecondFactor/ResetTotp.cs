using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.People.SecondFactor;

/// <summary>
/// An administrator takes away the authenticator of somebody who has lost it and the recovery codes with it. The account's sessions end; where one is required
/// its owner sets up another at the next sign-in. Not one's own: whoever has an open desk would be rid of it.
/// </summary>
public static partial class ResetTotp
{
    /// <param name="Sessions">How many were open until now.</param>
    public sealed record Answer(string UserId, int Sessions);

    public static void Map(RouteGroupBuilder staff) => staff.MapPost("/{id}/totp/reset", async (string id, CurrentUser user, Handler handler) => (await handler.HandleAsync(id, user)).ToHttp())
        .RequireAuthorization(Rights.Secure).WithName("ResetTotp").Refuses(PeopleErrors.OwnAccount).Produces<Answer>();

    public sealed class Handler(Database database, SecondFactorCheck check, SessionStore sessions, TimeProvider clock, ILogger<Handler> logger)
    {
        /// <summary>Cannot be called off half-way: a session that is over in the database must be over on every node.</summary>
        public async Task<Result<Answer>> HandleAsync(string id, CurrentUser user)
        {
            IReadOnlyList<string> open = [];
            var written = await database.WriteAsync<Answer>(
                async scope =>
                {
                    if (await StaffMember.FindAsync(scope, id, user.Jurisdiction!) is null)
                        return new Refusal(ErrorCodes.NotFound);
                    if (id == user.Id)
                        return new Refusal(PeopleErrors.OwnAccount) { TextCode = "own_totp" };

                    open = await EndAsync(scope, id, user.Id);
                    return new Answer(id, open.Count);
                },
                CancellationToken.None);
            await sessions.ForgetAsync(open);
            if (!written.IsRefused)
                Log.Reset(logger, id, user.Id);
            return written;
        }

        /// <summary>Of the only administrator, by whoever runs the server.</summary>
        /// <returns>False when there is no such account in use.</returns>
        public Task<bool> EndByCommandAsync(string userName, string command, CancellationToken ct) => database.WriteAsync(
            async scope =>
            {
                if (await scope.FirstOrDefaultAsync<string>("select id from users where user_name = @userName and active = 1", new { userName }) is not { } id)
                    return false;

                await EndAsync(scope, id, command);
                return true;
            },
            ct);

        private async Task<IReadOnlyList<string>> EndAsync(WriteScope scope, string id, string by)
        {
            await TotpStore.EndAsync(scope, id);
            await check.ForgiveAsync(scope, id);
            AccountChanges.Write(scope, clock, id, AccountChanges.TotpReset, by);
            return await AccountSessions.EndAsync(scope, clock, id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(34, LogLevel.Information, "The authenticator of account {Id} was taken away by {User}.")]
        public static partial void Reset(ILogger logger, string id, string user);
    }
}
