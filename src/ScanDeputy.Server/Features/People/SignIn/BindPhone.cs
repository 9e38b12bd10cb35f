using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>
/// Binds the phone of the one who is signed in. If it is a deputy's or a staff member's registered phone, the two accounts become
/// one: their roles come with it, and what the person reported as a resident stays theirs.
/// </summary>
public static class BindPhone
{
    public static void Map(RouteGroupBuilder auth) => auth.MapPost("/phone", async (
        WeChatCode request, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(request.Code!, user, ct)).ToHttp())
        .RequireAuthorization(Rights.SignedIn).WithName("BindPhone").Produces<SignedIn>();

    public sealed class Handler(
        IWeChatClient weChat, Database database, SessionIssuer sessions, SessionStore store, PersonalData crypto, IEnumerable<IAccountJoin> joins)
    {
        public async Task<Result<SignedIn>> HandleAsync(string code, CurrentUser user, CancellationToken ct)
        {
            var answer = await weChat.GetPhoneNumberAsync(code, ct);
            if (!answer.IsOk)
                return new Refusal(WeChatRefusals.CodeOf(answer.Outcome, answer.ErrCode));

            var bound = await database.WriteAsync<string>(scope => BindAsync(scope, answer.Value!.Number, user), ct);
            if (bound.Refusal is { } refusal)
                return refusal;

            // The visitor's sessions are the other account's now.
            await store.ForgetUserAsync(bound.Value, CancellationToken.None);
            return await sessions.IssueAsync(user.SessionId, 0, ct);
        }

        private async Task<Result<string>> BindAsync(WriteScope scope, string phone, CurrentUser user)
        {
            var hash = crypto.LookupHash(PersonalDataPurpose.Phone, phone);
            var owner = await scope.FirstOrDefaultAsync<Owner>("select id, openid_hash from users where phone_hash = @hash and active = 1", new { hash });
            if (owner is not null && owner.Id != user.Id)
                return await JoinAsync(scope, owner, user);

            await scope.ExecuteAsync(
                "update users set phone_hash = @hash, phone_encrypted = @Encrypted where id = @Id",
                new { hash, Encrypted = crypto.Encrypt(PersonalDataPurpose.Phone, phone), user.Id });
            return user.Id;
        }

        /// <summary>The registered account takes over the visitor's WeChat, session, reports and photos; the visitor's account is closed.</summary>
        private async Task<Result<string>> JoinAsync(WriteScope scope, Owner owner, CurrentUser visitor)
        {
            if (owner.OpenidHash is not null)
                return new Refusal(PeopleErrors.PhoneInUse);

            var openId = await scope.FirstOrDefaultAsync<OpenId>("select openid_encrypted, openid_hash from users where id = @Id", new { visitor.Id });
            var ids = new { From = visitor.Id, To = owner.Id, openId!.OpenidEncrypted, openId.OpenidHash, Role = nameof(Role.Resident) };
            foreach (var statement in Join)
                await scope.ExecuteAsync(statement, ids);
            foreach (var join in joins)
                await join.JoinAsync(scope, visitor.Id, owner.Id);
            await scope.ExecuteAsync(
                $"{scope.Dialect.InsertOrIgnore} user_roles (user_id, role, jurisdiction) values (@To, @Role, '')", ids);
            return owner.Id;
        }

        private static readonly string[] Join =
        [
            "update users set openid_encrypted = null, openid_hash = null, active = 0 where id = @From",
            "update users set openid_encrypted = @OpenidEncrypted, openid_hash = @OpenidHash where id = @To",
            "update sessions set user_id = @To where user_id = @From",
        ];

        private sealed record Owner
        {
            public string Id { get; init; } = "";

            public string? OpenidHash { get; init; }
        }

        private sealed record OpenId
        {
            public string? OpenidEncrypted { get; init; }

            public string? OpenidHash { get; init; }
        }
    }
}
