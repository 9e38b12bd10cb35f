using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;
using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>
/// Binds the phone of the one who is signed in. If it is a deputy's or a staff member's registered phone, the two accounts become
/// one: their roles come with it, and what the person reported as a resident stays theirs. So do theirs and
/// the one that the same phone came to by text message. A number that stands in another WeChat user's account changes hands: whoever verified it last
/// has it, and neither sees anything of the other's.
/// </summary>
public static class BindPhone
{
    /// <param name="Code">Of WeChat's phone number button.</param>
    /// <param name="Totp">Of the authenticator of the account that the phone is registered for; asked for with <c>totp_required</c> where it has one.</param>
    public sealed record Request(string? Code, string? Totp = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        private const int LongestCode = 200;
        private const int LongestTotp = 40;

        public Validator()
        {
            RuleFor(request => request.Code)
                .NotEmpty().WithMessage(_ => ErrorTexts.Field("field_required", "code")).MaximumLength(LongestCode).WithMessage(_ => ErrorTexts.Field("field_too_long", "code", LongestCode));
            RuleFor(request => request.Totp).MaximumLength(LongestTotp).WithMessage(_ => ErrorTexts.Field("field_too_long", "验证码", LongestTotp));
        }
    }

    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/phone", async (
        Request request, CurrentUser user, Handler handler, RequestLimits limits, HttpContext context, CancellationToken ct) =>
        (await handler.HandleAsync(request, user, limits.NetworkOf(context), ct)).ToHttp())
        .RequireAuthorization(Rights.SignedIn).WithName("BindPhone").Refuses([.. WeChatRefusals.All, PeopleErrors.PhoneInUse, PeopleErrors.TotpRequired, PeopleErrors.TotpInvalid]).Produces<SignedIn>();

    public sealed class Handler(
        IWeChatClient weChat, Database database, SessionIssuer sessions, SessionStore store, AccountBinding binding)
    {
        /// <param name="network">Whoever asks, as a hash.</param>
        public async Task<Result<SignedIn>> HandleAsync(Request request, CurrentUser user, string network, CancellationToken ct)
        {
            var answer = await weChat.GetPhoneNumberAsync(request.Code!, ct);
            if (!answer.IsOk)
                return new Refusal(WeChatRefusals.CodeOf(answer.Outcome, answer.ErrCode));

            if (PhoneNumber.Of(answer.Value!.CountryCode, answer.Value.Number) is not { } phone)
                return new Refusal(PeopleErrors.WeChatCodeInvalid);

            if (await binding.ProveAsync(phone, user, request.Totp, network, ct) is { } unproved)
                return unproved;

            var bound = await database.WriteAsync<string>(scope => binding.BindAsync(scope, phone, user), ct);
            if (bound.Refusal is { } refusal)
                return refusal;

            // The visitor's sessions are the other account's now.
            await store.ForgetUserAsync(bound.Value, CancellationToken.None);
            return await sessions.IssueAsync(user.SessionId, 0, ct);
        }
    }
}
