using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>
/// What somebody is to a case, and so what they may see of it and as whom they may act; the one place that decides (handbook §2).
/// Somebody who is nothing to a case is told it does not exist. Lists ask the same table (<see cref="CaseFilter"/>); which calls a
/// role may make at all is decided by <see cref="Rights"/>, which moves a party may make by <see cref="MoveTable"/>.
/// </summary>
public static class CaseAccess
{
    /// <summary>What makes a case somebody's.</summary>
    public enum Tie
    {
        /// <summary>They reported it, wherever: the only tie that reaches beyond the jurisdiction.</summary>
        Reported,

        /// <summary>They wrote it down for somebody else.</summary>
        WroteDown,

        /// <summary>It was reported at their station.</summary>
        Station,

        /// <summary>It is with them.</summary>
        Deputy,

        /// <summary>It is their own suggestion.</summary>
        Proposed,

        /// <summary>They were asked to sign another deputy's own suggestion.</summary>
        CoSigner,

        LeadAgency,

        CoAgency,

        /// <summary>It belongs to the jurisdiction that they work for; of a town's staff, to that town.</summary>
        Jurisdiction,
    }

    /// <summary>Beyond the case itself, which every tie shows.</summary>
    [Flags]
    public enum Sees
    {
        Report = 0,

        /// <summary>Notes between offices, and reasons that agencies give each other: not for residents.</summary>
        Notes = 1,

        /// <summary>The resident's name and phone.</summary>
        Contact = 2,

        /// <summary>The same, if the resident allowed it.</summary>
        SharedContact = 4,
    }

    /// <param name="As">The party as which they make moves; null for those who only look on.</param>
    public sealed record Row(Role Role, Tie Tie, Party? As, Sees Sees);

    /// <summary>Role × tie → what is seen, and as whom moves are made. Every tie but the first holds within one's own jurisdiction only.</summary>
    public static IReadOnlyList<Row> Table { get; } =
    [
        new(Role.Resident, Tie.Reported, Party.Resident, Sees.Contact),
        new(Role.StationKeeper, Tie.WroteDown, Party.Keeper, Sees.Contact),
        new(Role.StationKeeper, Tie.Station, null, Sees.Report),
        new(Role.Deputy, Tie.Deputy, Party.Deputy, Sees.Notes | Sees.Contact),
        new(Role.Deputy, Tie.Proposed, Party.Proposer, Sees.Notes | Sees.Contact),
        new(Role.Deputy, Tie.CoSigner, Party.CoSigner, Sees.Report),
        new(Role.AgencyHandler, Tie.LeadAgency, Party.LeadAgency, Sees.Notes | Sees.SharedContact),
        new(Role.AgencyHandler, Tie.CoAgency, Party.CoAgency, Sees.Notes),
        new(Role.CommitteeOffice, Tie.Jurisdiction, Party.Committee, Sees.Notes | Sees.Contact),
        new(Role.GovernmentOffice, Tie.Jurisdiction, Party.Government, Sees.Notes),
        new(Role.Supervisor, Tie.Jurisdiction, Party.Supervisor, Sees.Notes),
        new(Role.Administrator, Tie.Jurisdiction, null, Sees.Notes),
        new(Role.Auditor, Tie.Jurisdiction, null, Sees.Notes),
    ];

    public static IReadOnlyCollection<Party> PartiesOf(CurrentUser user, CaseRow row, Case state) =>
        [.. Table.Where(entry => entry.As is not null && Holds(entry, user, row, state)).Select(entry => entry.As!.Value)];

    public static bool MaySee(CurrentUser user, CaseRow row, IReadOnlyCollection<Party> parties) =>
        parties.Count > 0 || OnlooksAt(user, row).Any();

    /// <summary>
    /// Also whoever follows it, because their own case was merged into it (handbook §3) or by choice; looked up only when nothing else lets them see it.
    /// They see what was done, not what the other resident wrote without agreeing to its publication.
    /// </summary>
    public static async Task<bool> MaySeeAsync(
        DbConnection connection, CurrentUser user, CaseRow row, IReadOnlyCollection<Party> parties, DbTransaction? transaction = null) =>
        MaySee(user, row, parties)
        || await connection.QueryFirstOrDefaultAsync<int?>(
            SelectFollower, new { CaseId = row.Id, UserId = user.Id }, transaction) is not null;

    internal const string SelectFollower = "select 1 from case_followers where case_id = @CaseId and user_id = @UserId";

    /// <summary>
    /// The author agreed and the content check has nothing against it (docs/decisions/0007). Who sees a report for no other reason sees it as the
    /// public does: masked, without its exact place, without photos that were not passed, and without what the author wrote later.
    /// </summary>
    public static bool IsPublished(CaseRow row) => row.IsPublic && row.ContentStatus == ContentChecks.Passed;

    /// <summary>
    /// Of a published case: the author agreed to the publication of their photos, separately, and the content check has nothing against this one.
    /// Photos of an answer are the office's, which shows them.
    /// </summary>
    public static bool IsPhotoPublished(CaseFile file, string photoId, string contentStatus) =>
        IsPublished(file.Row) && contentStatus == ContentChecks.Passed
        && (file.Row.PhotosPublic || file.Events.Any(entry => entry.Fact is Replied replied && replied.AttachmentIds.Contains(photoId, StringComparer.Ordinal)));

    /// <summary>The deputy and the committee office see the resident's contact; an agency only when the resident allowed it.</summary>
    public static bool MaySeeContact(IReadOnlyCollection<Party> parties, CaseRow row) =>
        ActsAs(parties).Any(entry => entry.Sees.HasFlag(Sees.Contact) || (entry.Sees.HasFlag(Sees.SharedContact) && row.ShareWithAgency));

    public static bool IsOfficial(CurrentUser user, CaseRow row, IReadOnlyCollection<Party> parties) =>
        ActsAs(parties).Concat(OnlooksAt(user, row)).Any(entry => entry.Sees.HasFlag(Sees.Notes));

    /// <summary>Whether somebody sees every case of their jurisdiction, or of their town.</summary>
    public static bool SeesJurisdiction(CurrentUser user) => Table.Any(entry => entry.Tie == Tie.Jurisdiction && user.Is(entry.Role));

    /// <summary>Of their town, for a town's staff. What lies in no town, such as a case of a mobile station, is the county's; see <see cref="CaseFilter"/>.</summary>
    public static bool IsOfTown(CurrentUser user, string district) =>
        user.Town is null || DistrictCode.Parse(district).IsWithin(DistrictCode.Parse(user.Town));

    /// <summary>The role under which a move goes into the ledger.</summary>
    public static Role RoleOf(Party party) => Table.FirstOrDefault(entry => entry.As == party)?.Role ?? Role.System;

    private static IEnumerable<Row> ActsAs(IReadOnlyCollection<Party> parties) => Table.Where(entry => entry.As is { } party && parties.Contains(party));

    private static IEnumerable<Row> OnlooksAt(CurrentUser user, CaseRow row) => Table.Where(entry => entry.As is null && Holds(entry, user, row, null));

    private static bool Holds(Row entry, CurrentUser user, CaseRow row, Case? state) => entry.Tie == Tie.Reported
        ? user.Is(entry.Role) && user.Id == row.ResidentId && !row.IsOwn
        : user.Is(entry.Role) && user.Jurisdiction == row.Jurisdiction && entry.Tie switch
        {
            // Somebody who is a resident as well is taken for the one whose matter it is.
            Tie.WroteDown => user.Id == row.ResidentId && !row.IsOwn && !user.Is(Role.Resident),
            Tie.Station => user.StationIds.Contains(row.StationId, StringComparer.Ordinal),
            Tie.Deputy => user.DeputyId is { } deputy && deputy == state?.DeputyId,
            Tie.Proposed => user.DeputyId is { } deputy && state is { IsOwn: true } && deputy == state.DeputyId,
            Tie.CoSigner => user.DeputyId is { } deputy && state?.CoSigners.Any(one => one.DeputyId == deputy) == true,
            Tie.LeadAgency => user.AgencyId is { } agency && agency == state?.LeadAgencyId,
            Tie.CoAgency => user.AgencyId is { } agency && agency != state?.LeadAgencyId && state?.CoAgencyIds.Contains(agency) == true,
            Tie.Jurisdiction => IsOfTown(user, row.District),
            _ => false,
        };
}
