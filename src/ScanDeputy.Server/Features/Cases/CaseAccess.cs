using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>
/// What somebody is to a case, and so what they may see of it; the one place that decides (handbook §2). Somebody who is nothing
/// to a case is told it does not exist.
/// </summary>
public static class CaseAccess
{
    public static IReadOnlyCollection<Party> PartiesOf(CurrentUser user, CaseRow row, Case state)
    {
        var parties = new List<Party>(2);
        if (row.ResidentId == user.Id)
            parties.Add(user.Is(Role.Resident) ? Party.Resident : Party.Keeper);
        if (user.Is(Role.Deputy) && user.DeputyId is not null && user.DeputyId == state.DeputyId)
            parties.Add(Party.Deputy);
        if (user.Is(Role.AgencyHandler) && user.AgencyId is not null)
        {
            if (user.AgencyId == state.LeadAgencyId)
                parties.Add(Party.LeadAgency);
            else if (state.CoAgencyIds.Contains(user.AgencyId))
                parties.Add(Party.CoAgency);
        }

        if (user.Jurisdiction != row.Jurisdiction)
            return parties;

        if (user.Is(Role.CommitteeOffice))
            parties.Add(Party.Committee);
        if (user.Is(Role.GovernmentOffice))
            parties.Add(Party.Government);
        if (user.Is(Role.Supervisor))
            parties.Add(Party.Supervisor);
        return parties;
    }

    public static bool MaySee(CurrentUser user, CaseRow row, IReadOnlyCollection<Party> parties) =>
        parties.Count > 0
        || (user.Jurisdiction == row.Jurisdiction && (user.Is(Role.Administrator) || user.Is(Role.Auditor)))
        || (user.Is(Role.StationKeeper) && user.StationId == row.StationId);

    /// <summary>
    /// Also whoever's own case was merged into this one, and so follows it (handbook §3); looked up only when nothing else lets them see it.
    /// They see what was done, not what the other resident wrote without agreeing to its publication.
    /// </summary>
    public static async Task<bool> MaySeeAsync(
        DbConnection connection, CurrentUser user, CaseRow row, IReadOnlyCollection<Party> parties, DbTransaction? transaction = null) =>
        MaySee(user, row, parties)
        || await connection.QueryFirstOrDefaultAsync<int?>(
            "select 1 from case_followers where case_id = @CaseId and user_id = @UserId", new { CaseId = row.Id, UserId = user.Id }, transaction) is not null;

    public static bool MayReadReport(CurrentUser user, CaseRow row, IReadOnlyCollection<Party> parties) => row.IsPublic || MaySee(user, row, parties);

    /// <summary>The deputy and the committee office see the resident's contact; an agency only when the resident allowed it.</summary>
    public static bool MaySeeContact(IReadOnlyCollection<Party> parties, CaseRow row) =>
        parties.Any(party => party is Party.Resident or Party.Keeper or Party.Deputy or Party.Committee)
        || (row.ShareWithAgency && parties.Contains(Party.LeadAgency));

    /// <summary>Notes between offices, and reasons that agencies give each other, are not for the resident.</summary>
    public static bool IsOfficial(CurrentUser user, IReadOnlyCollection<Party> parties) =>
        parties.Any(party => party is not (Party.Resident or Party.Keeper)) || user.Is(Role.Administrator) || user.Is(Role.Auditor);

    /// <summary>The role under which a move goes into the ledger.</summary>
    public static Role RoleOf(Party party) => party switch
    {
        Party.Resident => Role.Resident,
        Party.Keeper => Role.StationKeeper,
        Party.Deputy => Role.Deputy,
        Party.Committee => Role.CommitteeOffice,
        Party.Government => Role.GovernmentOffice,
        Party.LeadAgency or Party.CoAgency => Role.AgencyHandler,
        Party.Supervisor => Role.Supervisor,
        _ => Role.System,
    };
}
