using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.People.SmsSignIn;

/// <summary>
/// Turns a code that was sent to a phone into a session: of the account that the phone belongs to, or of a new resident. A wrong code, an old one, one
/// that is used up and one that was never sent answer alike.
/// </summary>
public static class SignInWithSms
{
    public sealed record Request(string? Phone, string? Code);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Phone).Mobile();
            RuleFor(request => request.Code).NotNull().WithMessage(_ => ErrorTexts.Detail("field_sms_code")).Must(written => SmsCodes.Read(written) is not null).WithMessage(_ => ErrorTexts.Detail("field_sms_code"));
        }
    }

    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/sms/verify", async (
        Request request, Handler handler, SessionIssuer sessions, CancellationToken ct) =>
    {
        var session = await handler.OpenSessionAsync(request, ct);
        return session.Refusal is { } refusal ? new ProblemResult(refusal) : Results.Ok(await sessions.IssueAsync(session.Value, 0, ct));
    })
        .WithName("SignInWithSms").Refuses(PeopleErrors.SmsCodeInvalid, PeopleErrors.SmsNotEnough).WithMetadata(new SignInLimits.OfCall()).Produces<SignedIn>();

    public sealed class Handler(Database database, SmsCodes codes, FirstVisit visit, AccountKeys keys, SessionIssuer sessions, SessionStore store)
    {
        public async Task<Result<string>> OpenSessionAsync(Request request, CancellationToken ct)
        {
            var (phone, code) = (PhoneNumber.Parse(request.Phone)!, SmsCodes.Read(request.Code)!);
            var end = await database.WriteAsync(scope => TryAsync(scope, phone, code), ct);
            if (end.SessionId is not { } session)
                return new Refusal(end.Refusal!);

            // Sessions of an account that was joined with this one are this one's now.
            await store.ForgetUserAsync(end.UserId!, CancellationToken.None);
            return session;
        }

        /// <summary>What was refused is written as well: a try that does not count is a guess for nothing.</summary>
        private sealed record End(string? SessionId, string? UserId, string? Refusal);

        /// <summary>The session is opened here too: whoever joins the account with another one meanwhile takes it along.</summary>
        private async Task<End> TryAsync(WriteScope scope, PhoneNumber phone, string code)
        {
            if (!await codes.SpendAsync(scope, keys.HashesOf(phone), code))
                return new End(null, null, PeopleErrors.SmsCodeInvalid);

            return await visit.FindOrCreateAsync(scope, phone) is { } userId
                ? new End(await sessions.OpenAsync(scope, userId), userId, null)
                : new End(null, null, PeopleErrors.SmsNotEnough);
        }
    }
}
