using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Administration.Staff;

/// <summary>A place, an agency, a station or a deputy that an account belongs to.</summary>
public sealed record Named(string Id, string Name);

/// <summary>An account of the staff, as its administrators see it.</summary>
/// <param name="Phone">Eleven digits.</param>
/// <param name="MustChangePassword">The password is still the one that somebody else has made.</param>
/// <param name="HasTotp">Gives a code of an authenticator beside the password.</param>
/// <param name="HasWeChat">Signs in with WeChat.</param>
public sealed record StaffView(
    string Id, string UserName, string? Name, string? Phone, IReadOnlyList<Role> Roles, Named? Town, IReadOnlyList<Named> Stations, Named? Agency, Named? Deputy, int? SupervisorLevel,
    bool Active, bool HasPassword, bool MustChangePassword, bool HasTotp, bool HasWeChat, DateTimeOffset? LastSignInAt, int Version)
{
    /// <summary>Other roles were proposed, or that it is opened, and another person has not confirmed it yet.</summary>
    public bool RolesAwaitConfirmation { get; init; }
}

/// <summary>Reads accounts of one jurisdiction's staff: whoever has a role beside the resident's.</summary>
internal static class StaffRows
{
    /// <returns>Null for a resident, and for anybody of another jurisdiction.</returns>
    public static async Task<StaffView?> FindAsync(DbConnection connection, DbTransaction? transaction, PersonalData crypto, string jurisdiction, string id)
    {
        var rows = (await connection.QueryAsync<Row>($"{Columns} and u.id = @id", new { jurisdiction, id }, transaction)).AsList();
        return rows.Count == 0 ? null : (await ViewsAsync(connection, transaction, crypto, rows)).Single();
    }

    /// <summary>The next rows in the order of their ids.</summary>
    public static async Task<IReadOnlyList<StaffView>> NextAsync(DbConnection connection, PersonalData crypto, Filter filter, string after, int limit)
    {
        var rows = await connection.QueryAsync<Row>(
            $"{Columns} and u.id > @after and (@Role is null or exists (select 1 from user_roles o where o.user_id = u.id and o.role = @Role)) and (@Active is null or u.active = @Active) and (@Town is null or u.town = @Town) order by u.id limit @limit",
            new { jurisdiction = filter.Jurisdiction, Role = filter.Role?.ToString(), filter.Active, filter.Town, after, limit });
        return await ViewsAsync(connection, null, crypto, rows.AsList());
    }

    internal sealed record Filter(string Jurisdiction, Role? Role, bool? Active, string? Town);

    private static async Task<IReadOnlyList<StaffView>> ViewsAsync(DbConnection connection, DbTransaction? transaction, PersonalData crypto, List<Row> rows)
    {
        if (rows.Count == 0)
            return [];

        var ids = rows.Select(row => row.Id).ToList();
        var roles = (await connection.QueryAsync<(string UserId, string Role)>(
            "select user_id, role from user_roles where user_id in @ids and role <> 'Resident' order by role", new { ids }, transaction))
            .ToLookup(role => role.UserId, role => Enum.Parse<Role>(role.Role), StringComparer.Ordinal);
        var stations = (await connection.QueryAsync<(string UserId, string Id, string Name)>(
            "select k.user_id, s.id, s.name from station_keepers k join stations s on s.id = k.station_id where k.user_id in @ids order by s.name, s.id", new { ids }, transaction))
            .ToLookup(station => station.UserId, station => new Named(station.Id, station.Name), StringComparer.Ordinal);
        return [.. rows.Select(row => row.ToView(crypto, [.. roles[row.Id]], [.. stations[row.Id]]))];
    }

    private const string Columns = """
        select u.id, u.user_name, u.name_encrypted, u.phone_encrypted, u.supervisor_level, u.active, u.password_hash, u.password_must_change, u.totp_confirmed_at, u.openid_hash,
          u.last_sign_in_at, u.version, u.town, t.name as town_name, u.agency_id, a.name as agency_name, u.deputy_id, d.name as deputy_name
        from users u
        left join districts t on t.code = u.town
        left join agencies a on a.id = u.agency_id
        left join deputies d on d.id = u.deputy_id
        where u.jurisdiction = @jurisdiction and u.user_name is not null
          and exists (select 1 from user_roles r where r.user_id = u.id and r.role <> 'Resident')
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string UserName { get; init; } = "";

        public string? NameEncrypted { get; init; }

        public string? PhoneEncrypted { get; init; }

        public int? SupervisorLevel { get; init; }

        public bool Active { get; init; }

        public string? PasswordHash { get; init; }

        public bool PasswordMustChange { get; init; }

        public DateTimeOffset? TotpConfirmedAt { get; init; }

        public string? OpenidHash { get; init; }

        public DateTimeOffset? LastSignInAt { get; init; }

        public int Version { get; init; }

        public string? Town { get; init; }

        public string? TownName { get; init; }

        public string? AgencyId { get; init; }

        public string? AgencyName { get; init; }

        public string? DeputyId { get; init; }

        public string? DeputyName { get; init; }

        public StaffView ToView(PersonalData crypto, IReadOnlyList<Role> roles, IReadOnlyList<Named> stations) => new(
            Id, UserName, crypto.DecryptOrNull(PersonalDataPurpose.Name, NameEncrypted),
            Domain.PhoneNumber.Parse(crypto.DecryptOrNull(PersonalDataPurpose.Phone, PhoneEncrypted))?.Digits, roles,
            NamedOf(Town, TownName), stations, NamedOf(AgencyId, AgencyName), NamedOf(DeputyId, DeputyName), SupervisorLevel,
            Active, PasswordHash is not null, PasswordHash is not null && PasswordMustChange, TotpConfirmedAt is not null, OpenidHash is not null, LastSignInAt, Version);

        private static Named? NamedOf(string? id, string? name) => id is null ? null : new Named(id, name ?? id);
    }
}
