using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>Whose account a verified phone leads to.</summary>
public sealed class AccountBinding(AccountKeys keys, IEnumerable<IAccountJoin> joins, TimeProvider clock)
{
    /// <returns>The account that goes on: the caller's, or the staff account that the phone is registered for.</returns>
    public async Task<Result<string>> BindAsync(WriteScope scope, PhoneNumber phone, CurrentUser user)
    {
        if (await keys.ClaimPhoneAsync(scope, keys.HashOf(phone), user.Id) is { } staff)
            return await JoinAsync(scope, staff, user);

        await keys.WritePhoneAsync(scope, user.Id, phone);
        return user.Id;
    }

    /// <summary>What an account that was closed held as a resident becomes the new account's of the same WeChat.</summary>
    public async Task MoveOnAsync(WriteScope scope, string from, string to)
    {
        foreach (var join in joins)
            await join.JoinAsync(scope, from, to);
    }

    /// <summary>
    /// The registered account takes over the visitor's WeChat, session, reports and photos; the visitor's account is closed. Not if it has another
    /// WeChat, and not if the visitor is staff as well: a colleague's roles would be lost, or lent.
    /// </summary>
    private async Task<Result<string>> JoinAsync(WriteScope scope, AccountKeys.Holder owner, CurrentUser visitor)
    {
        if (owner.OpenidHash is not null || visitor.Roles.Any(role => role != Role.Resident))
            return new Refusal(PeopleErrors.PhoneInUse);

        var openId = await scope.FirstOrDefaultAsync<OpenId>("select openid_encrypted, openid_hash from users where id = @Id", new { visitor.Id });
        var ids = new { From = visitor.Id, To = owner.Id, openId!.OpenidEncrypted, openId.OpenidHash, Role = nameof(Role.Resident) };
        foreach (var statement in Join)
            await scope.ExecuteAsync(statement, ids);
        await MoveOnAsync(scope, visitor.Id, owner.Id);
        await scope.ExecuteAsync($"{scope.Dialect.InsertOrIgnore} user_roles (user_id, role, jurisdiction) values (@To, @Role, '')", ids);
        AccountChanges.Write(scope, clock, owner.Id, AccountChanges.Joined, visitor.Id);
        return owner.Id;
    }

    private static readonly string[] Join =
    [
        "update users set openid_encrypted = null, openid_hash = null, phone_encrypted = null, phone_hash = null, active = 0 where id = @From",
        "update users set openid_encrypted = @OpenidEncrypted, openid_hash = @OpenidHash where id = @To",
        "update sessions set user_id = @To where user_id = @From",
    ];

    private sealed record OpenId
    {
        public string? OpenidEncrypted { get; init; }

        public string? OpenidHash { get; init; }
    }
}
