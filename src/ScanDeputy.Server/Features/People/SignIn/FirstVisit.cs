using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>The account of a WeChat user; made when there is none in use.</summary>
public sealed class FirstVisit(AccountKeys keys, AccountBinding binding, PersonalData crypto, TimeProvider clock)
{
    public async Task<string> FindOrCreateAsync(WriteScope scope, string openId)
    {
        var now = clock.GetUtcNow();
        var hash = keys.HashOfOpenId(openId);
        var known = await scope.FirstOrDefaultAsync<Row>(Select + scope.Dialect.ForUpdate, new { hash });
        if (known is { Active: true })
        {
            await scope.ExecuteAsync("update users set visited_at = @now where id = @Id", new { now, known.Id });
            return known.Id;
        }

        if (known is not null)
            await keys.FreeOpenIdAsync(scope, known.Id);
        var id = Ids.New(clock);
        await scope.ExecuteAsync(InsertUser, new { id, Encrypted = crypto.Encrypt(PersonalDataPurpose.OpenId, openId), hash, now });
        await scope.ExecuteAsync("insert into user_roles (user_id, role, jurisdiction) values (@id, @Role, '')", new { id, Role = nameof(Role.Resident) });
        // A keeper's reports are their visitors', and stay with the account that entered them.
        if (known is { IsResident: true, IsKeeper: false })
            await binding.MoveOnAsync(scope, known.Id, id);
        return id;
    }

    private const string Select = """
        select u.id, u.active,
          exists (select 1 from user_roles r where r.user_id = u.id and r.role = 'Resident') as is_resident,
          exists (select 1 from user_roles r where r.user_id = u.id and r.role = 'StationKeeper') as is_keeper
        from users u where u.openid_hash = @hash
        """;

    private const string InsertUser = """
        insert into users (id, openid_encrypted, openid_hash, active, visited_at, created_at) values (@id, @Encrypted, @hash, 1, @now, @now)
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public bool Active { get; init; }

        public bool IsResident { get; init; }

        public bool IsKeeper { get; init; }
    }
}
