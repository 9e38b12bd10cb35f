using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.People.SecondFactor;

/// <summary>
/// Somebody with an office sets up an authenticator: a secret that counts as soon as one code of it was given, and recovery codes. Begun with the password, so
/// that a desk that was left open does not lock its owner out. Never under an idempotency key: what is kept with it would tell the secret.
/// </summary>
public static class EnrolTotp
{
    public sealed record Begin(string? Password);

    /// <param name="Secret">In base32, for apps that cannot scan.</param>
    /// <param name="Uri">What the app scans as a QR code.</param>
    public sealed record Begun(string Secret, string Uri);

    /// <param name="Code">Six digits, or a recovery code where an authenticator is in use.</param>
    public sealed record Proof(string? Code);

    /// <param name="RecoveryCodes">Shown once.</param>
    /// <param name="Sessions">Other ones that were open until now.</param>
    public sealed record Answer(IReadOnlyList<string> RecoveryCodes, int Sessions);

    /// <param name="Required">By the office's rules, for one of the caller's roles.</param>
    /// <param name="Since">Null while there is none.</param>
    public sealed record View(bool Enrolled, bool Required, DateTimeOffset? Since, int RecoveryCodesLeft);

    public sealed class BeginValidator : AbstractValidator<Begin>
    {
        public BeginValidator() => RuleFor(request => request.Password).Password("密码");
    }

    public sealed class ProofValidator : AbstractValidator<Proof>
    {
        private const int Longest = 40;

        public ProofValidator() => RuleFor(request => request.Code)
            .NotEmpty().WithMessage(_ => ErrorTexts.Field("field_required", "验证码")).MaximumLength(Longest).WithMessage(_ => ErrorTexts.Field("field_too_long", "验证码", Longest));
    }

    public static void Map(RouteGroupBuilder auth)
    {
        var totp = auth.MapGroup("/totp").RequireAuthorization(Rights.Official);
        totp.MapGet("", async (CurrentUser user, Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.ViewAsync(user, ct))).WithName("GetTotp").Produces<View>();
        totp.MapPost("", async (Begin request, CurrentUser user, Handler handler, RequestLimits limits, HttpContext context, CancellationToken ct) =>
            (await handler.BeginAsync(request, user, limits.NetworkOf(context), ct)).ToHttp(begun => Once(begun, context)))
            .WithName("BeginTotp").Refuses(PeopleErrors.NoPassword, PeopleErrors.TotpEnrolled).WithMetadata(new SignInLimits.OfCall()).Produces<Begun>();
        totp.MapPost("/confirm", async (Proof request, CurrentUser user, Handler handler, HttpContext context) =>
            (await handler.ConfirmAsync(request, user)).ToHttp(answer => Once(answer, context)))
            .WithName("ConfirmTotp").Refuses(PeopleErrors.TotpNotBegun).WithMetadata(new SignInLimits.OfCall()).Produces<Answer>();
        totp.MapPost("/recovery-codes", async (Proof request, CurrentUser user, Handler handler, RequestLimits limits, HttpContext context, CancellationToken ct) =>
            (await handler.RenewCodesAsync(request, user, limits.NetworkOf(context), ct)).ToHttp(answer => Once(answer, context)))
            .WithName("RenewRecoveryCodes").Refuses(PeopleErrors.TotpNotBegun).WithMetadata(new SignInLimits.OfCall()).Produces<Answer>();
        totp.MapPost("/remove", async (Proof request, CurrentUser user, Handler handler, RequestLimits limits, HttpContext context, CancellationToken ct) =>
            (await handler.RemoveAsync(request, user, limits.NetworkOf(context), ct)).ToHttp(_ => TypedResults.NoContent()))
            .WithName("RemoveTotp").Refuses(PeopleErrors.TotpNotBegun).WithMetadata(new SignInLimits.OfCall()).Produces(StatusCodes.Status204NoContent);
    }

    private static IResult Once<T>(T answer, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(answer);
    }

    public sealed class Handler(TotpStore store, PasswordCheck passwords, SecondFactorCheck check, SecondFactorOptions options, SessionStore sessions)
    {
        public Task<View> ViewAsync(CurrentUser user, CancellationToken ct) => store.ViewAsync(user.Id, options.IsRequiredFor(user.Roles), ct);

        public async Task<Result<Begun>> BeginAsync(Begin request, CurrentUser user, string network, CancellationToken ct)
        {
            if (await store.UserNameAsync(user.Id, ct) is not { } userName)
                return new Refusal(PeopleErrors.NoPassword);

            var match = await passwords.TryAsync(userName, request.Password!, network, ct);
            if (match.Refusal is { } refusal)
                return refusal.Code == PeopleErrors.SignInFailed ? Refusal.OfField("password", "field_password_wrong") : refusal;

            var secret = Authenticator.NewSecret();
            return await store.BeginAsync(user.Id, secret, ct) ? new Begun(secret, Authenticator.AddressOf(secret, userName)) : new Refusal(PeopleErrors.TotpEnrolled);
        }

        /// <summary>What was begun and waits for its first code; for a page that shows it again.</summary>
        public Task<Begun?> FindBegunAsync(CurrentUser user, CancellationToken ct) => store.FindBegunAsync(user.Id, ct);

        /// <summary>Cannot be called off half-way: a session that is over in the database must be over on every node.</summary>
        public async Task<Result<Answer>> ConfirmAsync(Proof request, CurrentUser user)
        {
            var confirmed = await store.ConfirmAsync(user, string.Concat(request.Code!.Where(char.IsAsciiDigit)));
            if (confirmed.Refusal is { } refusal)
                return refusal;

            await sessions.ForgetAsync([.. confirmed.Value.Ended, user.SessionId]);
            return new Answer(confirmed.Value.RecoveryCodes, confirmed.Value.Ended.Count);
        }

        public async Task<Result<Answer>> RenewCodesAsync(Proof request, CurrentUser user, string network, CancellationToken ct) =>
            await ProveAsync(request, user, network, ct) is { } refusal ? refusal : new Answer(await store.RenewCodesAsync(user.Id, ct), 0);

        public async Task<Result<int>> RemoveAsync(Proof request, CurrentUser user, string network, CancellationToken ct)
        {
            if (await ProveAsync(request, user, network, ct) is { } refusal)
                return refusal;

            await store.RemoveAsync(user.Id, CancellationToken.None);
            await sessions.ForgetUserAsync(user.Id, CancellationToken.None);
            return 1;
        }

        private async Task<Refusal?> ProveAsync(Proof request, CurrentUser user, string network, CancellationToken ct)
        {
            if (!(await store.ViewAsync(user.Id, false, ct)).Enrolled)
                return new Refusal(PeopleErrors.TotpNotBegun);

            var refusal = await check.TryAsync(user.Id, request.Code!, network, ct);
            return refusal?.Code == PeopleErrors.TotpInvalid ? Refusal.OfField("code", "field_totp_wrong") : refusal;
        }
    }
}
