using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>Cases that a list is about for one reason, and the walks that find a page of them under a filter.</summary>
internal abstract record CaseScope
{
    public const string InJurisdiction = "k.jurisdiction = @jurisdiction";

    public abstract IEnumerable<IdWalk> Walks(CaseFilter filter);

    /// <summary>Few, or made few by something else than a state: the filter looks at each.</summary>
    public sealed record Small(IdWalk Walk) : CaseScope
    {
        public override IEnumerable<IdWalk> Walks(CaseFilter filter) =>
            [Walk.And([.. filter.OnState, .. filter.OnDistrict, .. filter.OnAgency, .. filter.OnTheRest])];
    }

    /// <summary>What waits for somebody: late is then what waits longer than it should.</summary>
    /// <param name="Where">On the row, w.</param>
    /// <param name="Index">Along which it is found, if not by role and owner.</param>
    /// <param name="MoreUrgent">Finds another reason, o, of which the case is listed instead; looked for last.</param>
    /// <param name="Jurisdiction">Of all that can wait there; null where that is not said.</param>
    public sealed record Waiting(Dialect Dialect, CaseOrder Order, string Where, string? Index, string MoreUrgent, DistrictCode? Jurisdiction) : CaseScope
    {
        public override IEnumerable<IdWalk> Walks(CaseFilter filter)
        {
            var late = filter.Overdue switch { null => Array.Empty<string>(), true => [Cases.Overdue.OfWait], false => [Cases.Overdue.NotOfWait] };
            var rest = filter with { Overdue = null, District = filter.District is { } district && Jurisdiction?.IsWithin(district) == true ? null : filter.District };
            string[] ofTheCase = [.. rest.OnState, .. rest.OnDistrict, .. rest.OnAgency, .. rest.OnTheRest];
            // The case itself is read only where the filter asks something of it.
            var (walk, id) = ofTheCase.Length == 0
                ? (IdWalk.OfWaits(Dialect, Order, Where, Index), "w.case_id")
                : (IdWalk.OfWaitingCases(Dialect, Order, Where, Index), "k.id");
            return [walk.And([.. late, .. ofTheCase, $"not exists (select 1 from case_waits o where o.case_id = {id} and {MoreUrgent})"])];
        }
    }

    /// <summary>With a filter that tells the states, one walk for each of them.</summary>
    /// <param name="Walk">Without such a filter.</param>
    /// <param name="OfOneState">Along an index that has the state before the id.</param>
    /// <param name="State">The state in that index.</param>
    public sealed record ByState(IdWalk Walk, IdWalk OfOneState, string State = "k.status") : CaseScope
    {
        public override IEnumerable<IdWalk> Walks(CaseFilter filter)
        {
            var conditions = filter.OnDistrict.Concat(filter.OnAgency).Concat(filter.OnTheRest).ToList();
            return filter.States is { } states ? states.Select(state => OfOneState.And([$"{State} = '{state}'", .. conditions])) : [Walk.And(conditions)];
        }

        public static ByState OfAgency(Dialect dialect, string where) => new(
            IdWalk.Of(dialect, "case_agencies", "case_agencies_agency", where), IdWalk.Of(dialect, "case_agencies", "case_agencies_status", where), "w.status");
    }

    /// <summary>All of a jurisdiction, or of a town in it: whatever narrows it most is walked along.</summary>
    /// <param name="Town">Null for the whole jurisdiction.</param>
    public sealed record Area(Dialect Dialect, DistrictCode Jurisdiction, DistrictCode? Town) : CaseScope
    {
        public override IEnumerable<IdWalk> Walks(CaseFilter filter)
        {
            if (filter.States is [] || (Town is not null && filter.District is { } district && !district.IsWithin(Town) && !Town.IsWithin(district)))
                return [];

            return filter switch
            {
                { Agency: not null } => ByState.OfAgency(Dialect, $"w.agency_id = @agency and {Here}").Walks(filter with { Agency = null }),
                { Overdue: true } when Town is null => AllLate.Walks(filter with { Overdue = null }),
                { District.Level: DistrictLevel.Village, Overdue: not true } => InDistrict("k.district = @districtFrom").Walks(filter with { District = null }),
                _ when Town is not null => InTown("@town").Walks(filter),
                { District.Level: DistrictLevel.Town } => InTown("@districtFrom").Walks(filter with { District = null }),
                { District: { } elsewhere } when !Jurisdiction.IsWithin(elsewhere) =>
                    InDistrict("k.district between @districtFrom and @districtTo").Walks(filter with { District = null }),
                _ => new ByState(Along("cases_jurisdiction", InJurisdiction), Along("cases_jurisdiction_status", InJurisdiction)).Walks(filter),
            };
        }

        private string Here => Town is null ? InJurisdiction : $"{InJurisdiction} and k.town = @town";

        // Read whole and then put into order: it is some of what is open, which does not grow with the years (docs/decisions/0019).
        private Small AllLate => new(Along("cases_due", $"{InJurisdiction} and {Overdue.OfCase}"));

        private ByState InTown(string town) =>
            new(Along("cases_town", $"{InJurisdiction} and k.town = {town}"), Along("cases_town_status", $"{InJurisdiction} and k.town = {town}"));

        private Small InDistrict(string district) => new(Along("cases_district", $"{Here} and {district}"));

        private IdWalk Along(string index, string where) => IdWalk.OfCases(Dialect, index, where);
    }
}
