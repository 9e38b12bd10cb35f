using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Features.People.SecondFactor;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>For staff at desks.</summary>
public static class SignInWithPassword
{
    /// <param name="Totp">A code of the authenticator, or a recovery code; asked for with <c>totp_required</c> where the account has one.</param>
    public sealed record Request(string? UserName, string? Password, string? Totp = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        private const int LongestCode = 40;

        public Validator()
        {
            RuleFor(request => request.UserName).NotEmpty().WithMessage(_ => ErrorTexts.Field("field_required", "用户名")).MaximumLength(64).WithMessage(_ => ErrorTexts.Field("field_too_long", "用户名", 64));
            RuleFor(request => request.Password).NotEmpty().WithMessage(_ => ErrorTexts.Field("field_required", "密码")).MaximumLength(200).WithMessage(_ => ErrorTexts.Field("field_too_long", "密码", 200));
            RuleFor(request => request.Totp).MaximumLength(LongestCode).WithMessage(_ => ErrorTexts.Field("field_too_long", "验证码", LongestCode));
        }
    }

    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/password", async (
        Request request, Handler handler, SessionIssuer sessions, RequestLimits limits, HttpContext context, CancellationToken ct) =>
    {
        var session = await handler.OpenSessionAsync(request, limits.NetworkOf(context), ct);
        return session.Refusal is { } refusal ? new ProblemResult(refusal) : Results.Ok(await sessions.IssueAsync(session.Value, 0, ct));
    })
        .WithName("SignInWithPassword").Refuses(PeopleErrors.SignInFailed, PeopleErrors.TotpRequired, PeopleErrors.TotpInvalid).WithMetadata(new SignInLimits.OfCall()).Produces<SignedIn>();

    public sealed class Handler(PasswordCheck check, SecondFactorCheck secondFactor, PendingSignIn pending, SessionIssuer sessions)
    {
        /// <summary>The password alone.</summary>
        /// <param name="network">Whoever asks, as a hash.</param>
        public Task<Result<PasswordCheck.Match>> CheckAsync(Request request, string network, CancellationToken ct) =>
            // Autofill puts blanks around it; a name has none, and what counts wrong passwords must not take it for another one.
            check.TryAsync(request.UserName!.Trim(), request.Password!, network, ct);

        /// <summary>For an account that has no authenticator.</summary>
        public Task<string> OpenSessionAsync(PasswordCheck.Match match, string network, CancellationToken ct) => sessions.OpenAsync(match.UserId, ct, byPasswordFrom: network);

        /// <summary>What a page carries from the password to the code.</summary>
        public string StepOf(PasswordCheck.Match match) => pending.Of(match);

        /// <summary>The code that comes after the password.</summary>
        /// <param name="step">What <see cref="StepOf"/> gave.</param>
        public async Task<Result<string>> FinishAsync(string? step, string? code, string network, CancellationToken ct)
        {
            if (await pending.ReadAsync(step, ct) is not { } userId)
                return new Refusal(PeopleErrors.SignInFailed) { TextCode = "sign_in_step_over" };

            return string.IsNullOrWhiteSpace(code) ? Refusal.OfField("code", "field_totp_missing") : await SecondStepAsync(userId, code, network, ct);
        }

        private async Task<Result<string>> SecondStepAsync(string userId, string code, string network, CancellationToken ct) =>
            await secondFactor.TryAsync(userId, code, network, ct) is { } refusal ? refusal : await sessions.OpenAsync(userId, ct, byPasswordFrom: network);

        public async Task<Result<string>> OpenSessionAsync(Request request, string network, CancellationToken ct)
        {
            var match = await CheckAsync(request, network, ct);
            if (match.Refusal is { } refusal)
                return refusal;
            if (!match.Value.HasTotp)
                return await OpenSessionAsync(match.Value, network, ct);

            return string.IsNullOrWhiteSpace(request.Totp) ? new Refusal(PeopleErrors.TotpRequired) : await SecondStepAsync(match.Value.UserId, request.Totp, network, ct);
        }
    }
}
