using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.Passwords;

/// <summary>
/// Somebody sets a password of their own: at any time, and before anything else when somebody else has made theirs. All other sessions of the account
/// end. Never under an idempotency key: what is kept with it would tell of the password. A call that is sent twice is refused the second time.
/// </summary>
public static class ChangePassword
{
    public sealed record Request(string? OldPassword, string? NewPassword);

    /// <param name="Sessions">Other ones that were open until now.</param>
    public sealed record Answer(string UserId, int Sessions);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.OldPassword).Password("原密码");
            RuleFor(request => request.NewPassword).Password("新密码");
        }
    }

    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/password/change", async (
        Request request, CurrentUser user, Handler handler, RequestLimits limits, HttpContext context, CancellationToken ct) =>
        (await handler.HandleAsync(request, user, limits.NetworkOf(context), ct)).ToHttp())
        .RequireAuthorization(Rights.SignedIn).WithName("ChangePassword").Refuses(PeopleErrors.NoPassword).WithMetadata(new SignIn.SignInLimits.OfCall()).Produces<Answer>();

    public sealed class Handler(Database database, PasswordCheck check, SessionStore sessions, PersonalData crypto, TimeProvider clock)
    {
        public Task<bool> HasPasswordAsync(CurrentUser user, CancellationToken ct) => database.ReadAsync(
            async connection => await Dapper.SqlMapper.QueryFirstOrDefaultAsync<int?>(connection, "select 1 from users where id = @Id and password_hash is not null", new { user.Id }) is not null, ct);

        public async Task<Result<Answer>> HandleAsync(Request request, CurrentUser user, string network, CancellationToken ct)
        {
            var owner = await database.ReadAsync(connection => Dapper.SqlMapper.QueryFirstOrDefaultAsync<Owner>(connection, SelectOwner, new { user.Id }), ct);
            if (owner is not { UserName: { } userName })
                return new Refusal(PeopleErrors.NoPassword);

            var phone = PhoneNumber.Parse(crypto.DecryptOrNull(PersonalDataPurpose.Phone, owner.PhoneEncrypted))?.Digits;
            if (PasswordRules.FaultOf(request.NewPassword!, [userName, phone]) is { } fault)
                return Refusal.OfField("newPassword", fault);
            if (request.NewPassword == request.OldPassword)
                return Refusal.OfField("newPassword", "field_password_same");

            var match = await check.TryAsync(userName, request.OldPassword!, network, ct);
            if (match.Refusal is { } refusal)
                return refusal.Code == PeopleErrors.SignInFailed ? Refusal.OfField("oldPassword", "field_password_wrong") : refusal;

            return await WriteAsync(match.Value, PasswordCheck.HashOf(request.NewPassword!), user);
        }

        /// <summary>Cannot be called off half-way: a session that is over in the database must be over on every node.</summary>
        private async Task<Result<Answer>> WriteAsync(PasswordCheck.Match old, string hash, CurrentUser user)
        {
            IReadOnlyList<string> open = [];
            var written = await database.WriteAsync<Answer>(
                async scope =>
                {
                    if (await scope.ExecuteAsync(Update, new { old.UserId, old.Hash, New = hash }) == 0)
                        return Refusal.OfField("oldPassword", "field_password_wrong");

                    open = await AccountSessions.EndAsync(scope, clock, user.Id, user.SessionId);
                    AccountChanges.Write(scope, clock, user.Id, AccountChanges.PasswordChanged, user.Id);
                    return new Answer(user.Id, open.Count);
                },
                CancellationToken.None);
            if (!written.IsRefused)
                await sessions.ForgetAsync([.. open, user.SessionId]);

            return written;
        }
    }

    private const string SelectOwner = "select user_name, phone_encrypted from users where id = @Id and password_hash is not null";

    private const string Update = "update users set password_hash = @New, password_must_change = 0 where id = @UserId and password_hash = @Hash";

    private sealed record Owner
    {
        public string? UserName { get; init; }

        public string? PhoneEncrypted { get; init; }
    }
}
