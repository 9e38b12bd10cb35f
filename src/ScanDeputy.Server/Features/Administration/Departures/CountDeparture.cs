using Dapper;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Administration.Departures;

/// <summary>What follows from somebody's going, counted before it is done.</summary>
public sealed class CountDeparture(Database database, TimeProvider clock)
{
    public sealed record OfAccount
    {
        /// <summary>Where the account is signed in.</summary>
        public int Sessions { get; init; }

        /// <summary>Matters that wait for its agency.</summary>
        public int Waiting { get; init; }

        /// <summary>Who else there is at the agency.</summary>
        public int Others { get; init; }
    }

    /// <summary>Cases that a deputy's leaving hands on, promises among them.</summary>
    public Task<int> CasesOfAsync(string deputyId, CurrentUser user, CancellationToken ct) => database.ReadAsync(
        connection => connection.QuerySingleAsync<int>(CountCases, new { deputyId, user.Jurisdiction }), ct);

    public Task<OfAccount> OfAccountAsync(string id, CurrentUser user, CancellationToken ct) => database.ReadAsync(
        async connection => await connection.QueryFirstOrDefaultAsync<OfAccount>(CountAccount, new { id, user.Jurisdiction, Now = clock.GetUtcNow() }) ?? new OfAccount(), ct);

    private const string CountCases = $"""
        select count(*) from cases k where k.deputy_id = @deputyId and k.jurisdiction = @Jurisdiction and ({HandOnCases.IsOpen} or {HandOnCases.IsPromised})
        """;

    private const string CountAccount = """
        select (select count(*) from sessions s where s.user_id = u.id and s.revoked_at is null and s.expires_at > @Now) as sessions,
          (select count(*) from case_waits w where w.role = 'AgencyHandler' and w.owner_id = u.agency_id) as waiting,
          (select count(*) from users o where o.agency_id = u.agency_id and o.active = 1 and o.id <> u.id) as others
        from users u where u.id = @id and u.jurisdiction = @Jurisdiction
        """;
}
