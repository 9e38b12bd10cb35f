using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
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
    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/phone", async (
        WeChatCode request, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(request.Code!, user, ct)).ToHttp())
        .RequireAuthorization(Rights.SignedIn).WithName("BindPhone").Refuses([.. WeChatRefusals.All, PeopleErrors.PhoneInUse]).Produces<SignedIn>();

    public sealed class Handler(
        IWeChatClient weChat, Database database, SessionIssuer sessions, SessionStore store, AccountBinding binding)
    {
        public async Task<Result<SignedIn>> HandleAsync(string code, CurrentUser user, CancellationToken ct)
        {
            var answer = await weChat.GetPhoneNumberAsync(code, ct);
            if (!answer.IsOk)
                return new Refusal(WeChatRefusals.CodeOf(answer.Outcome, answer.ErrCode));

            if (PhoneNumber.Of(answer.Value!.CountryCode, answer.Value.Number) is not { } phone)
                return new Refusal(PeopleErrors.WeChatCodeInvalid);

            var bound = await database.WriteAsync<string>(scope => binding.BindAsync(scope, phone, user), ct);
            if (bound.Refusal is { } refusal)
                return refusal;

            // The visitor's sessions are the other account's now.
            await store.ForgetUserAsync(bound.Value, CancellationToken.None);
            return await sessions.IssueAsync(user.SessionId, 0, ct);
        }
    }
}
