using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>Turns a wx.login code into a session. Somebody never seen before becomes a resident, and so does somebody whose staff account was closed.</summary>
public static class SignInWithWeChat
{
    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/wechat", async (WeChatCode request, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(request.Code!, ct)).ToHttp())
        .WithName("SignInWithWeChat").Refuses([.. WeChatRefusals.All]).Produces<SignedIn>();

    public sealed class Handler(IWeChatClient weChat, Database database, SessionIssuer sessions, FirstVisit visit)
    {
        public async Task<Result<SignedIn>> HandleAsync(string code, CancellationToken ct)
        {
            var session = await OpenSessionAsync(code, ct);
            return session.Refusal is { } refusal ? refusal : await sessions.IssueAsync(session.Value, 0, ct);
        }

        public async Task<Result<string>> OpenSessionAsync(string code, CancellationToken ct)
        {
            var answer = await weChat.CodeToSessionAsync(code, ct);
            if (!answer.IsOk)
                return new Refusal(WeChatRefusals.CodeOf(answer.Outcome, answer.ErrCode));

            var userId = await database.WriteAsync(scope => visit.FindOrCreateAsync(scope, answer.Value!.OpenId), ct);
            return await sessions.OpenAsync(userId, ct);
        }
    }
}
