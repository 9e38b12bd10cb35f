using Dapper;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.People.OpenSessions;

/// <summary>A sign-in that is open.</summary>
/// <param name="Current">The one that asks.</param>
/// <param name="ByPassword">Otherwise by WeChat, a text message or a phone that was signed in.</param>
/// <param name="Device">What the browser or the app calls itself, in a few words.</param>
/// <param name="Network">The address without its last part.</param>
/// <param name="LastUsedAt">To the minute for whoever has an office; otherwise when the newest tokens were given.</param>
public sealed record SessionView(string Id, bool Current, bool ByPassword, string Device, string Network, DateTimeOffset SignedInAt, DateTimeOffset LastUsedAt);

/// <param name="Items">The last used first.</param>
public sealed record SessionList(IReadOnlyList<SessionView> Items);

/// <summary>Reads the sign-ins of one account that are open.</summary>
public sealed class SessionReader(Database database, StaffSessionOptions staff, TimeProvider clock)
{
    /// <param name="current">Whose asking it is; null for somebody else's account.</param>
    public async Task<SessionList> ListAsync(string userId, string? current, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var rows = await database.ReadAsync(connection => connection.QueryAsync<Row>(Select, new { userId, now }), ct);
        return new SessionList([
            .. rows.Where(row => !(row.IsOfficial && staff.IsOver(row.CreatedAt, row.UsedAt ?? row.CreatedAt, now)))
                .Select(row => new SessionView(row.Id, row.Id == current, row.ByPassword, row.Device, row.Network, row.CreatedAt, row.LastUsedAt))
                .OrderByDescending(view => view.LastUsedAt)]);
    }

    private const string Select = """
        select s.id, s.by_password, s.device, s.network, s.created_at, s.used_at, s.refreshed_at,
          case when exists (select 1 from user_roles r where r.user_id = s.user_id and r.role <> 'Resident') then 1 else 0 end as is_official
        from sessions s where s.user_id = @userId and s.revoked_at is null and s.expires_at > @now
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public bool ByPassword { get; init; }

        public string Device { get; init; } = "";

        public string Network { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset? UsedAt { get; init; }

        public DateTimeOffset? RefreshedAt { get; init; }

        public bool IsOfficial { get; init; }

        public DateTimeOffset LastUsedAt => new[] { CreatedAt, UsedAt ?? CreatedAt, RefreshedAt ?? CreatedAt }.Max();
    }
}
