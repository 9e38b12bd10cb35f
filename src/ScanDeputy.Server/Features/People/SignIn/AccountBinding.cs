using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.SecondFactor;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>Whose account a verified phone leads to.</summary>
public sealed class AccountBinding(AccountKeys keys, IEnumerable<IAccountJoin> joins, SecondFactorCheck secondFactor, Database database, TimeProvider clock)
{
    /// <summary>Where the phone is registered for somebody who has an authenticator, the phone alone is no proof: carriers give numbers to others.</summary>
    /// <returns>Null when nothing more is asked for, or it was right.</returns>
    public async Task<Refusal?> ProveAsync(PhoneNumber phone, CurrentUser user, string? totp, string network, CancellationToken ct)
    {
        var owner = await database.ReadAsync(connection => Dapper.SqlMapper.QueryFirstOrDefaultAsync<string>(connection, SelectGuarded, new { Hashes = keys.HashesOf(phone), user.Id }), ct);
        return owner is null ? null
            : string.IsNullOrWhiteSpace(totp) ? new Refusal(PeopleErrors.TotpRequired)
            : await secondFactor.TryAsync(owner, totp, network, ct);
    }

    /// <returns>The account that goes on: the caller's, or the staff account that the phone is registered for.</returns>
    public async Task<Result<string>> BindAsync(WriteScope scope, PhoneNumber phone, CurrentUser user)
    {
        var bound = await BindVerifiedAsync(scope, phone, user);
        if (!bound.IsRefused)
            await TakeFormerAsync(scope, phone, bound.Value);
        return bound;
    }

    private async Task<Result<string>> BindVerifiedAsync(WriteScope scope, PhoneNumber phone, CurrentUser user)
    {
        var holder = await keys.FindHolderAsync(scope, phone);
        if (holder is not null && holder.Id != user.Id)
        {
            if (holder.IsStaff)
                return await JoinAsync(scope, holder, user);

            // Who came by text message before and by WeChat now is one person; who has another WeChat may be the number's owner of before.
            if (holder.IsOfPhoneAlone)
                await MergeAsync(scope, holder.Id, user.Id, user.Id);
            else
                await keys.FreePhoneAsync(scope, holder.Id);
        }

        await keys.WritePhoneAsync(scope, user.Id, phone);
        return user.Id;
    }

    /// <summary>What somebody reported when the phone alone led to them is theirs who have just verified it, under the account that has it now.</summary>
    public async Task TakeFormerAsync(WriteScope scope, PhoneNumber phone, string to)
    {
        foreach (var former in await keys.FindFormerAsync(scope, phone))
        {
            if (former != to)
                await MergeAsync(scope, former, to, to);
        }
    }

    /// <summary>What an account that was closed held as a resident becomes the new account's of the same WeChat.</summary>
    public async Task MoveOnAsync(WriteScope scope, string from, string to)
    {
        foreach (var join in joins)
            await join.JoinAsync(scope, from, to);
    }

    /// <summary>Not if the registered account has another WeChat, and not if the visitor is staff as well: a colleague's roles would be lost, or lent.</summary>
    private async Task<Result<string>> JoinAsync(WriteScope scope, AccountKeys.Holder owner, CurrentUser visitor)
    {
        if (owner.OpenidHash is not null || visitor.Roles.Any(role => role != Role.Resident))
            return new Refusal(PeopleErrors.PhoneInUse);

        await MergeAsync(scope, visitor.Id, owner.Id, visitor.Id);
        return owner.Id;
    }

    /// <summary>One account takes over another one's WeChat, sessions, reports and photos; the other is closed.</summary>
    private async Task MergeAsync(WriteScope scope, string from, string to, string by)
    {
        var openId = (await scope.FirstOrDefaultAsync<OpenId>("select openid_encrypted, openid_hash from users where id = @from", new { from }))!;
        var ids = new { From = from, To = to, openId.OpenidEncrypted, openId.OpenidHash, Role = nameof(Role.Resident) };
        foreach (var statement in Merge)
            await scope.ExecuteAsync(statement, ids);
        if (openId.OpenidHash is not null)
            await scope.ExecuteAsync("update users set openid_encrypted = @OpenidEncrypted, openid_hash = @OpenidHash where id = @To", ids);
        await MoveOnAsync(scope, from, to);
        await scope.ExecuteAsync($"{scope.Dialect.InsertOrIgnore} user_roles (user_id, role, jurisdiction) values (@To, @Role, '')", ids);
        AccountChanges.Write(scope, clock, to, AccountChanges.Joined, by);
    }

    private const string SelectGuarded = "select id from users where phone_hash in @Hashes and active = 1 and id <> @Id and totp_confirmed_at is not null";

    private static readonly string[] Merge =
    [
        "update users set openid_encrypted = null, openid_hash = null, phone_encrypted = null, phone_hash = null, former_phone_hash = null, active = 0, joined_to = @To where id = @From",
        "update sessions set user_id = @To where user_id = @From",
    ];

    private sealed record OpenId
    {
        public string? OpenidEncrypted { get; init; }

        public string? OpenidHash { get; init; }
    }
}
