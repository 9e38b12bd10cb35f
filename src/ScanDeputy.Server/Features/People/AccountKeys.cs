using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People;

/// <summary>
/// The phone and the WeChat by which an account is found. Each belongs to one account in use: a closed one gives it up when somebody needs it,
/// whoever closed it, and a resident's phone is theirs who verified it last. Only staff keep it until an administrator says otherwise.
/// </summary>
public sealed class AccountKeys(PersonalData crypto)
{
    /// <summary>To write.</summary>
    public string HashOf(PhoneNumber phone) => crypto.LookupHash(PersonalDataPurpose.Phone, phone.ToString());

    /// <summary>To find: as any key of the ring makes it.</summary>
    public IReadOnlyList<string> HashesOf(PhoneNumber phone) => crypto.LookupHashes(PersonalDataPurpose.Phone, phone.ToString());

    /// <summary>To write.</summary>
    public string HashOfOpenId(string openId) => crypto.LookupHash(PersonalDataPurpose.OpenId, openId);

    /// <summary>To find: as any key of the ring makes it.</summary>
    public IReadOnlyList<string> HashesOfOpenId(string openId) => crypto.LookupHashes(PersonalDataPurpose.OpenId, openId);

    /// <summary>Who has the phone and is in use; a closed account gives it up here.</summary>
    public async Task<Holder?> FindHolderAsync(WriteScope scope, PhoneNumber phone)
    {
        var holder = await scope.FirstOrDefaultAsync<Holder>(SelectHolder + scope.Dialect.ForUpdate, new { Hashes = HashesOf(phone) });
        if (holder is not { Active: false })
            return holder;

        await FreePhoneAsync(scope, holder.Id);
        return null;
    }

    /// <summary>
    /// For a phone that an import registers: takes it away from closed accounts and from residents. Nobody has verified it for the staff account yet, so
    /// that what it alone led to is only remembered, and joined by whoever verifies it (<see cref="FindFormerAsync"/>).
    /// </summary>
    /// <param name="userId">Who needs it; keeps it if it is theirs.</param>
    /// <returns>The staff account that has it; null when nobody has, and it may be written.</returns>
    public async Task<Holder?> ClaimPhoneAsync(WriteScope scope, PhoneNumber phone, string? userId)
    {
        var holder = await FindHolderAsync(scope, phone);
        if (holder is null || holder.Id == userId)
            return null;
        if (holder.IsStaff)
            return holder;

        if (holder.IsOfPhoneAlone)
            await scope.ExecuteAsync("update users set former_phone_hash = phone_hash where id = @Id", new { holder.Id });
        await FreePhoneAsync(scope, holder.Id);
        return null;
    }

    /// <summary>The residents' accounts to which this phone alone led before.</summary>
    public Task<IReadOnlyList<string>> FindFormerAsync(WriteScope scope, PhoneNumber phone) => scope.ListAsync<string>(
        "select id from users where former_phone_hash in @Hashes and active = 1 and openid_hash is null" + scope.Dialect.ForUpdate, new { Hashes = HashesOf(phone) });

    public Task<int> FreePhoneAsync(WriteScope scope, string accountId) =>
        scope.ExecuteAsync("update users set phone_hash = null, phone_encrypted = null where id = @accountId", new { accountId });

    /// <summary>Writes a phone that was claimed.</summary>
    public Task<int> WritePhoneAsync(WriteScope scope, string userId, PhoneNumber phone) => scope.ExecuteAsync(
        "update users set phone_hash = @Hash, phone_encrypted = @Encrypted where id = @userId",
        new { userId, Hash = HashOf(phone), Encrypted = crypto.Encrypt(PersonalDataPurpose.Phone, phone.ToString()) });

    /// <summary>Takes a WeChat away from the closed account that still has it.</summary>
    public Task<int> FreeOpenIdAsync(WriteScope scope, string accountId) =>
        scope.ExecuteAsync("update users set openid_hash = null, openid_encrypted = null where id = @accountId and active = 0", new { accountId });

    // With a password's name or without: what makes a staff account is a role beside the resident's.
    private const string SelectHolder = """
        select u.id, u.active, u.openid_hash,
          exists (select 1 from user_roles r where r.user_id = u.id and r.role <> 'Resident') as is_staff,
          exists (select 1 from user_roles r where r.user_id = u.id and r.role in ('Administrator', 'SecurityAdministrator', 'Auditor')) as sees_all,
          case when u.totp_confirmed_at is null then 0 else 1 end as has_totp
        from users u where u.phone_hash in @Hashes
        """;

    public sealed record Holder
    {
        public string Id { get; init; } = "";

        public bool Active { get; init; }

        public bool IsStaff { get; init; }

        /// <summary>Administrators of either kind and auditors: whoever has their account has everybody's data, or everybody's account, and a text message is too little for that.</summary>
        public bool SeesAll { get; init; }

        /// <summary>Has an authenticator: a phone is no way around it.</summary>
        public bool HasTotp { get; init; }

        public string? OpenidHash { get; init; }

        /// <summary>A resident whom the phone alone leads here: whoever verified it could sign in as them.</summary>
        public bool IsOfPhoneAlone => !IsStaff && OpenidHash is null;
    }
}
