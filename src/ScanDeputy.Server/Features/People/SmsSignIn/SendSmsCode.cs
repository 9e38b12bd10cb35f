using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.People.SmsSignIn;

/// <summary>
/// Sends a code to a phone. Whether the phone has an account is not looked at, so the answer cannot tell. The message goes out at once and not through
/// the outbox: it is worth nothing after five minutes, at any hour, and somebody waits who asks for another (docs/decisions/0020).
/// </summary>
public static partial class SendSmsCode
{
    /// <summary>The sentence for who has been sent a code just now and asks again; other limits have another.</summary>
    public const string TooSoonText = "sms_too_soon";

    public sealed record Request(string? Phone);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(request => request.Phone).Mobile();
    }

    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/sms", async (
        Request request, HttpContext context, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(request, context, ct)).ToHttp(_ => TypedResults.NoContent()))
        .WithName("SendSmsCode").Refuses(PeopleErrors.SmsNotOffered, PeopleErrors.SmsUnavailable).Produces(StatusCodes.Status204NoContent);

    /// <summary>A number that takes text messages.</summary>
    internal static IRuleBuilderOptions<T, string?> Mobile<T>(this IRuleBuilder<T, string?> rule) =>
        rule.NotNull().WithMessage(_ => ErrorTexts.Detail("field_mobile")).Must(written => PhoneNumber.Parse(written) is { IsMainlandMobile: true }).WithMessage(_ => ErrorTexts.Detail("field_mobile"));

    public sealed class Handler(ITextMessages messages, SmsCodes codes, SmsLimits limits, AccountKeys keys, SmsMeter meter, ILogger<Handler> logger)
    {
        public bool IsOn => messages.IsOn;

        /// <returns>How long the code is good.</returns>
        public async Task<Result<TimeSpan>> HandleAsync(Request request, HttpContext context, CancellationToken ct)
        {
            if (!messages.IsOn)
                return new Refusal(PeopleErrors.SmsNotOffered);

            var phone = PhoneNumber.Parse(request.Phone)!;
            var hashes = keys.HashesOf(phone);
            var refusal = await codes.WaitAsync(hashes, ct) is { } wait ? TooSoon(wait) : await limits.TakeAsync(context, hashes[0]);
            if (refusal is null)
            {
                var code = SmsCodes.New();
                if (await codes.KeepAsync(hashes, code, ct) is { } id)
                    return await SendAsync(id, phone, hashes, code) ? SmsCodes.ValidFor : new Refusal(PeopleErrors.SmsUnavailable);
                refusal = TooSoon(SmsCodes.Gap);
            }

            meter.Count(refusal.TextCode == TooSoonText ? "tooSoon" : "limited");
            return refusal;
        }

        private static Refusal TooSoon(TimeSpan wait) => RetryAfter.Refuse(wait) with { TextCode = TooSoonText };

        /// <summary>Not called off when the caller goes away: a code that is kept must be sent, or dropped.</summary>
        private async Task<bool> SendAsync(string id, PhoneNumber phone, IReadOnlyList<string> hashes, string code)
        {
            var end = await messages.SendAsync(id, phone, SmsTexts.CodeOf(code), CancellationToken.None);
            meter.Count(end switch { TextMessageEnd.Taken => "sent", TextMessageEnd.Doubtful => "doubtful", _ => "failed" });
            if (end != TextMessageEnd.NotTaken)
                return true;

            Log.NotTaken(logger, id);
            await codes.DropAsync(hashes, code);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(32, LogLevel.Warning, "The SMS gateway did not take the sign-in code {Id}.")]
        public static partial void NotTaken(ILogger logger, string id);
    }
}
