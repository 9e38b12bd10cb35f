using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>Turns a wx.login code into a session. Somebody never seen before becomes a resident.</summary>
public static class SignInWithWeChat
{
    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/wechat", async (WeChatCode request, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(request.Code!, ct)).ToHttp())
        .WithName("SignInWithWeChat").Produces<SignedIn>();

    public sealed class Handler(IWeChatClient weChat, Database database, SessionIssuer sessions, PersonalData crypto, TimeProvider clock)
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

            var userId = await database.WriteAsync(scope => FindOrCreateAsync(scope, answer.Value!.OpenId), ct);
            return userId is null ? new Refusal(ErrorCodes.Forbidden) : Result.Of(await sessions.OpenAsync(userId, ct));
        }

        /// <returns>Null when the account was closed.</returns>
        private async Task<string?> FindOrCreateAsync(WriteScope scope, string openId)
        {
            var now = clock.GetUtcNow();
            var hash = crypto.LookupHash(PersonalDataPurpose.OpenId, openId);
            var known = await scope.FirstOrDefaultAsync<Row>("select id, active from users where openid_hash = @hash", new { hash });
            if (known is not null)
            {
                await scope.ExecuteAsync("update users set visited_at = @now where id = @Id", new { now, known.Id });
                return known.Active ? known.Id : null;
            }

            var id = Ids.New(clock);
            await scope.ExecuteAsync(InsertUser, new { id, Encrypted = crypto.Encrypt(PersonalDataPurpose.OpenId, openId), hash, now });
            await scope.ExecuteAsync("insert into user_roles (user_id, role, jurisdiction) values (@id, @Role, '')", new { id, Role = nameof(Role.Resident) });
            return id;
        }

        private const string InsertUser = """
            insert into users (id, openid_encrypted, openid_hash, active, visited_at, created_at) values (@id, @Encrypted, @hash, 1, @now, @now)
            """;

        private sealed record Row
        {
            public string Id { get; init; } = "";

            public bool Active { get; init; }
        }
    }
}
