using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>The account of a WeChat user, or of who verified a phone; made when there is none in use.</summary>
public sealed class FirstVisit(AccountKeys keys, AccountBinding binding, PersonalData crypto, TimeProvider clock)
{
    public async Task<string> FindOrCreateAsync(WriteScope scope, string openId)
    {
        var now = clock.GetUtcNow();
        var hash = keys.HashOfOpenId(openId);
        var known = await scope.FirstOrDefaultAsync<Row>(Select + scope.Dialect.ForUpdate, new { Hashes = keys.HashesOfOpenId(openId) });
        if (known is { Active: true })
        {
            await scope.ExecuteAsync("update users set visited_at = @now where id = @Id", new { now, known.Id });
            return known.Id;
        }

        if (known is not null)
            await keys.FreeOpenIdAsync(scope, known.Id);
        var id = await CreateAsync(scope);
        await scope.ExecuteAsync(
            "update users set openid_encrypted = @Encrypted, openid_hash = @hash where id = @id", new { id, Encrypted = crypto.Encrypt(PersonalDataPurpose.OpenId, openId), hash });
        // A keeper's reports are their visitors', and stay with the account that entered them.
        if (known is { IsResident: true, IsKeeper: false })
            await binding.MoveOnAsync(scope, known.Id, id);
        return id;
    }

    /// <summary>
    /// A phone that was verified just now leads to the one account in use that has it, with the roles of that account. What a closed account held is
    /// not the phone's: numbers are given to somebody else.
    /// </summary>
    /// <returns>Null when the account is of those whom a phone does not let in.</returns>
    public async Task<string?> FindOrCreateAsync(WriteScope scope, PhoneNumber phone)
    {
        var holder = await keys.FindHolderAsync(scope, phone);
        if (holder is { SeesAll: true } or { HasTotp: true })
        {
            SignInAttempts.TellWrong(scope, clock, "sms", holder.Id);
            return null;
        }

        var id = holder?.Id ?? await CreateAsync(scope);
        if (holder is null)
            await keys.WritePhoneAsync(scope, id, phone);
        await binding.TakeFormerAsync(scope, phone, id);
        return id;
    }

    private async Task<string> CreateAsync(WriteScope scope)
    {
        var (id, now) = (Ids.New(clock), clock.GetUtcNow());
        await scope.ExecuteAsync("insert into users (id, active, visited_at, created_at) values (@id, 1, @now, @now)", new { id, now });
        await scope.ExecuteAsync("insert into user_roles (user_id, role, jurisdiction) values (@id, @Role, '')", new { id, Role = nameof(Role.Resident) });
        return id;
    }

    private const string Select = """
        select u.id, u.active,
          exists (select 1 from user_roles r where r.user_id = u.id and r.role = 'Resident') as is_resident,
          exists (select 1 from user_roles r where r.user_id = u.id and r.role = 'StationKeeper') as is_keeper
        from users u where u.openid_hash in @Hashes
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public bool Active { get; init; }

        public bool IsResident { get; init; }

        public bool IsKeeper { get; init; }
    }
}
