using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.People.Invitations;

/// <summary>
/// Whoever was invited sets a password of their own by the link. They sign in with it afterwards, as everybody does: an invitation is no way past a second
/// factor. Never under an idempotency key: what is kept with it would tell of the password.
/// </summary>
public static class AcceptInvitation
{
    public sealed record Request(string? Token, string? NewPassword);

    public sealed record Answer(string UserName);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Token).NotEmpty().WithMessage(_ => ErrorTexts.Field("field_required", "邀请链接中的代码")).MaximumLength(100).WithMessage(_ => ErrorTexts.Field("field_too_long", "邀请链接中的代码", 100));
            RuleFor(request => request.NewPassword).Password("新密码");
        }
    }

    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/invitation", async (Request request, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(request, ct)).ToHttp())
        .WithName("AcceptInvitation").Refuses(PeopleErrors.InvitationInvalid).WithMetadata(new SignInLimits.OfCall()).Produces<Answer>();

    public sealed class Handler(Database database, Invitations invitations, PasswordCheck check, SessionStore sessions, PersonalData crypto, TimeProvider clock)
    {
        public Task<Invited?> FindAsync(string token, CancellationToken ct) => database.ReadAsync(connection => invitations.FindAsync(connection, token), ct);

        public async Task<Result<Answer>> HandleAsync(Request request, CancellationToken ct)
        {
            if (await FindAsync(request.Token!, ct) is not { } invited)
                return new Refusal(PeopleErrors.InvitationInvalid);

            var phone = PhoneNumber.Parse(crypto.DecryptOrNull(PersonalDataPurpose.Phone, invited.PhoneEncrypted))?.Digits;
            if (PasswordRules.FaultOf(request.NewPassword!, [invited.UserName, phone]) is { } fault)
                return Refusal.OfField("newPassword", fault);

            return await WriteAsync(request.Token!, PasswordCheck.HashOf(request.NewPassword!));
        }

        /// <summary>Cannot be called off half-way: a session that is over in the database must be over on every node.</summary>
        private async Task<Result<Answer>> WriteAsync(string token, string hash)
        {
            IReadOnlyList<string> open = [];
            var written = await database.WriteAsync<Answer>(
                async scope =>
                {
                    if (await invitations.SpendAsync(scope, token) is not { } invited)
                        return new Refusal(PeopleErrors.InvitationInvalid);

                    await scope.ExecuteAsync("update users set password_hash = @hash, password_must_change = 0 where id = @UserId", new { hash, invited.UserId });
                    await check.ForgiveAsync(scope, invited.UserName);
                    AccountChanges.Write(scope, clock, invited.UserId, AccountChanges.PasswordChanged, invited.UserId);
                    open = await AccountSessions.EndAsync(scope, clock, invited.UserId);
                    return new Answer(invited.UserName);
                },
                CancellationToken.None);
            await sessions.ForgetAsync(open);
            return written;
        }
    }
}
