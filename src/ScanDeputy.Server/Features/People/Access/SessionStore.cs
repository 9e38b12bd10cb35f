using Dapper;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.SecondFactor;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.People.Access;

/// <summary>
/// Whose session it is. Where nodes share a Redis, copies are kept for at most half a minute; whoever ends a session, or gives it to
/// another account, forgets it here after the commit, and from then on no node takes a copy (docs/decisions/0010).
/// Without Redis, or while it is away, the database is read each time.
/// </summary>
public sealed class SessionStore(
    Database database, PersonalData crypto, TimeProvider clock, StaffSessionOptions staff, SecondFactorOptions secondFactor, RedisCache? cache = null)
{
    /// <summary>A use is written down this often at the most: calls come in bursts.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    // With the five seconds in memory: a role that was taken away, or a town that was given, counts for half a minute at the most.
    private static readonly CacheKind Kind = new("session", TimeSpan.FromSeconds(25));

    public async Task<CurrentUser?> FindAsync(string sessionId, CancellationToken ct)
    {
        var rows = cache is null
            ? await LoadAsync(sessionId, ct)
            : await cache.GetAsync(Kind, sessionId, "", () => LoadAsync(sessionId, ct));
        return rows is [var first, ..] && !IsOver(rows) ? ToUser(sessionId, first, rows) : null;
    }

    /// <summary>After they were ended, or given other rights, in the database: all at once, on every node.</summary>
    public Task ForgetAsync(params IReadOnlyCollection<string> sessionIds) => cache?.ForgetAsync(Kind, sessionIds) ?? Task.CompletedTask;

    /// <summary>All sessions of an account: after its roles, its account or its right to be here have changed.</summary>
    public async Task ForgetUserAsync(string userId, CancellationToken ct)
    {
        if (cache is null)
            return;

        var sessions = await database.ReadAsync(
            connection => connection.QueryAsync<string>(SelectOpen, new { userId, Now = clock.GetUtcNow() }), ct);
        await cache.ForgetAsync(Kind, sessions.AsList());
    }

    private async Task<List<Row>?> LoadAsync(string sessionId, CancellationToken ct)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<Row>(Load, new { sessionId, Now = clock.GetUtcNow() }), ct);
        return rows.AsList() is { Count: > 0 } found ? await UseAsync(sessionId, found, ct) : null;
    }

    private async Task<List<Row>> UseAsync(string sessionId, List<Row> rows, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (staff.StaffIdle == TimeSpan.Zero || !IsOfStaff(rows) || IsOver(rows) || rows[0].UsedAt > now - Grain)
            return rows;

        await database.WriteAsync(scope => scope.ExecuteAsync("update sessions set used_at = @now where id = @sessionId and revoked_at is null", new { sessionId, now }), ct);
        return [.. rows.Select(row => row with { UsedAt = now })];
    }

    /// <summary>Decided at each call, so that an office that is taken on later, or a shorter bound, counts for sessions that are open.</summary>
    private bool IsOver(List<Row> rows)
    {
        var (first, now) = (rows[0], clock.GetUtcNow());
        return first.ExpiresAt <= now
            || (IsOfStaff(rows) && staff.IsOver(first.CreatedAt, first.UsedAt, now));
    }

    private static bool IsOfStaff(List<Row> rows) => rows.Exists(row => row.Role is not (null or nameof(Role.Resident)));

    private CurrentUser ToUser(string sessionId, Row first, List<Row> rows)
    {
        IReadOnlyList<Role> roles = [.. rows.Where(row => row.Role is not null).Select(row => Enum.Parse<Role>(row.Role!)).Distinct()];
        return new CurrentUser(
            first.Id, sessionId, crypto.DecryptOrNull(PersonalDataPurpose.Name, first.NameEncrypted), roles,
            first.Jurisdiction, first.DeputyId, first.AgencyId, [.. rows.Select(row => row.StationId).OfType<string>().Distinct(StringComparer.Ordinal)], first.SupervisorLevel, first.Town)
        {
            DutiesApart = first.DutiesApart,
            MustChangePassword = first.ByPassword && first.PasswordMustChange,
            MustEnrolTotp = first.ByPassword && !first.HasTotp && secondFactor.IsRequiredFor(roles),
        };
    }

    private const string Load = """
        select u.id, u.jurisdiction, u.name_encrypted, u.deputy_id, u.agency_id, u.supervisor_level, u.town, u.password_must_change,
          case when u.totp_confirmed_at is null then 0 else 1 end as has_totp,
          case when d.separated = 1 then 1 else 0 end as duties_apart, r.role, k.station_id, s.by_password, s.created_at, coalesce(s.used_at, s.created_at) as used_at, s.expires_at
        from sessions s
        join users u on u.id = s.user_id
        left join duty_rules d on d.jurisdiction = u.jurisdiction
        left join user_roles r on r.user_id = u.id
        left join station_keepers k on k.user_id = u.id
        where s.id = @sessionId and s.revoked_at is null and s.expires_at > @Now and u.active = 1
        order by r.role, k.station_id
        """;

    private const string SelectOpen = "select id from sessions where user_id = @userId and revoked_at is null and expires_at > @Now";

    /// <summary>One for each role and station.</summary>
    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string? Jurisdiction { get; init; }

        public string? NameEncrypted { get; init; }

        public string? DeputyId { get; init; }

        public string? AgencyId { get; init; }

        public string? StationId { get; init; }

        public int? SupervisorLevel { get; init; }

        public string? Town { get; init; }

        public bool PasswordMustChange { get; init; }

        public bool HasTotp { get; init; }

        public bool DutiesApart { get; init; }

        public string? Role { get; init; }

        public bool ByPassword { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset UsedAt { get; init; }

        public DateTimeOffset ExpiresAt { get; init; }
    }
}
