using System.Globalization;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>Which cases each list is about; nobody reaches another jurisdiction by a filter.</summary>
internal sealed class CaseScopes(CurrentUser user, Dialect dialect)
{
    private const string InJurisdiction = CaseScope.InJurisdiction;

    /// <summary>What I reported or follow; for officials, what is or was put into my hands.</summary>
    public IReadOnlyList<CaseScope> Mine => Those(
        Reported,
        Followed,
        user.Is(Role.Deputy) ? WithMeAsDeputy : null,
        user.Is(Role.Deputy) ? CoSigned : null,
        user.Is(Role.AgencyHandler) ? InMyAgency : null);

    /// <summary>What waits for me now (<see cref="WaitingDesks"/>).</summary>
    public IReadOnlyList<CaseScope> Waiting(CaseOrder order) => new WaitingDesks(user).Scopes(dialect, order);

    /// <summary>
    /// What I may see at all: <see cref="CaseAccess.Table"/>, as walks. Who sees a jurisdiction gets that: what they reported
    /// elsewhere themselves is among their own.
    /// </summary>
    public IReadOnlyList<CaseScope> Visible => CaseAccess.SeesJurisdiction(user)
        ? [Whole]
        :
        [
            .. Those(
                Reported,
                Followed,
                user.Is(Role.Deputy) ? WithMeAsDeputy : null,
                user.Is(Role.Deputy) ? CoSigned : null,
                user.Is(Role.AgencyHandler) ? InMyAgency : null),
            .. user.Is(Role.StationKeeper) ? user.StationIds.Select((_, i) => AtMyStation(i)) : [],
        ];

    /// <summary>The jurisdiction, or of it the town.</summary>
    private CaseScope.Area Whole => new(dialect, DistrictCode.Parse(user.Jurisdiction!), user.Town is null ? null : DistrictCode.Parse(user.Town));

    private CaseScope Reported => Small("cases_resident", "k.resident_id = @me and k.own_kind is null");

    /// <summary>What my own case was merged into, and what I chose to follow.</summary>
    private CaseScope Followed => new CaseScope.Small(IdWalk.Of(dialect, "case_followers", "case_followers_user", "w.user_id = @me"));

    private CaseScope WithMeAsDeputy => ByState("cases_deputy_newest", "cases_deputy", "k.deputy_id = @deputyId");

    /// <summary>What I was asked to sign beside its deputy.</summary>
    private CaseScope CoSigned => new CaseScope.Small(IdWalk.Of(dialect, "case_co_signers", "case_co_signers_deputy", $"w.deputy_id = @deputyId and {InJurisdiction}"));

    private CaseScope InMyAgency => CaseScope.ByState.OfAgency(dialect, $"w.agency_id = @agencyId and {InJurisdiction}");

    private CaseScope AtMyStation(int i) => ByState("cases_station", "cases_station_status", $"k.station_id = @{StationParameter(i)}");

    /// <summary>The parameter for one of a keeper's stations.</summary>
    public static string StationParameter(int i) => string.Create(CultureInfo.InvariantCulture, $"station{i}");

    private CaseScope.Small Small(string index, string where) => new(IdWalk.OfCases(dialect, index, where));

    private CaseScope.ByState ByState(string index, string indexOfStates, string where) => new(
        IdWalk.OfCases(dialect, index, $"{InJurisdiction} and {where}"), IdWalk.OfCases(dialect, indexOfStates, $"{InJurisdiction} and {where}"));

    private static IReadOnlyList<CaseScope> Those(params IReadOnlyList<CaseScope?> scopes) => [.. scopes.OfType<CaseScope>()];
}
