using System.Data.Common;
using System.Globalization;
using Dapper;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Agencies;

/// <summary>Why the rules propose nobody.</summary>
public enum UncoveredReason
{
    /// <summary>No district from the place up to the nation has a rule for the category.</summary>
    NoRule,

    /// <summary>A rule begins later.</summary>
    NotYet,

    /// <summary>The last rule has ended.</summary>
    Expired,

    /// <summary>The rule names an agency that is out of use.</summary>
    AgencyClosed,
}

/// <summary>A jurisdiction's agencies and its rules, read once to answer for many places and categories.</summary>
internal sealed class AgencyBook
{
    private readonly Dictionary<string, AgencyRow> _agencies;
    private readonly ILookup<string, AgencyRule> _rules;

    private AgencyBook(IEnumerable<AgencyRow> agencies, IEnumerable<RuleRow> rules)
    {
        _agencies = agencies.ToDictionary(agency => agency.Id, StringComparer.Ordinal);
        var numbers = _agencies.Values.ToDictionary(agency => agency.Number, agency => agency.Id, StringComparer.Ordinal);
        _rules = rules.Select(row => row.ToRule(numbers)).ToLookup(rule => rule.CategoryId, StringComparer.Ordinal);
        Open = [.. _agencies.Values.Where(agency => agency.Active).OrderBy(agency => agency.Name, StringComparer.Ordinal).ThenBy(agency => agency.Id, StringComparer.Ordinal).Select(agency => new Agency { Id = agency.Id, Name = agency.Name })];
    }

    /// <summary>Agencies in use, by name.</summary>
    public IReadOnlyList<Agency> Open { get; }

    /// <summary>Rules of agencies in use, of all categories that were read.</summary>
    public IEnumerable<AgencyRule> Rules => _rules.SelectMany(rules => rules).Where(rule => _agencies.GetValueOrDefault(rule.AgencyId)?.Active == true);

    /// <param name="category">Null for all.</param>
    public static async Task<AgencyBook> LoadAsync(DbConnection connection, string jurisdiction, string? category = null) => new(
        await connection.QueryAsync<AgencyRow>("select id, coalesce(reference, id) as number, name, active from agencies where jurisdiction = @jurisdiction", new { jurisdiction }),
        await connection.QueryAsync<RuleRow>(SelectRules, new { jurisdiction, Category = category ?? "" }));

    public string NameOf(string agency) => _agencies.GetValueOrDefault(agency)?.Name ?? agency;

    /// <summary>Whom the rules propose on a day, explained.</summary>
    /// <param name="place">The narrowest district that is known.</param>
    /// <param name="category">Its id.</param>
    /// <param name="day">The day, China time.</param>
    /// <param name="districts">Names by codes; steps without a name are left out of what is told.</param>
    public AgencyProposal Propose(DistrictCode place, string category, DateOnly day, IReadOnlyDictionary<string, string> districts)
    {
        var all = _rules[category].ToList();
        var resolution = AgencyRouting.Resolve(place, category, new AgencyRuleIndex(all, day));
        var lead = resolution.LeadAgencyId is { } id && _agencies.GetValueOrDefault(id) is { Active: true } known ? known.Id : null;
        var idle = all.Where(rule => place.IsWithin(rule.District) && !rule.IsValidOn(day)).ToList();
        return new AgencyProposal(
            Open, lead,
            [
                .. from step in resolution.Steps
                   where districts.ContainsKey(step.District.ToString())
                   select StepOf(step, districts[step.District.ToString()], idle.Where(rule => rule.District == step.District), day),
            ])
        {
            CoAgencies = lead is null ? [] : [.. Open.Where(agency => agency.Id != lead && resolution.DecidedBy!.CoAgencyIds.Contains(agency.Id, StringComparer.Ordinal))],
            Reason = lead is not null ? null
                : resolution.DecidedBy is not null ? UncoveredReason.AgencyClosed
                : idle.Exists(rule => rule.ValidFrom > day) ? UncoveredReason.NotYet
                : idle.Count > 0 ? UncoveredReason.Expired : UncoveredReason.NoRule,
        };
    }

    private ProposalStep StepOf(AgencyRoutingStep step, string district, IEnumerable<AgencyRule> idle, DateOnly day)
    {
        if (step.Rule is { } rule)
        {
            var name = NameOf(rule.AgencyId);
            return _agencies.GetValueOrDefault(rule.AgencyId)?.Active == false
                ? new ProposalStep(district, name, RegisterTexts.Format("proposal.closed", district, name))
                : new ProposalStep(district, name, RegisterTexts.Format("proposal.rule", district, name));
        }

        // The one that is next to begin says more than one that has ended.
        return idle.OrderByDescending(rule => rule.ValidFrom > day).ThenByDescending(rule => rule.ValidTo).FirstOrDefault() is not { } other
            ? new ProposalStep(district, null, RegisterTexts.Format("proposal.none", district))
            : other.ValidFrom > day
                ? new ProposalStep(district, null, RegisterTexts.Format("proposal.notYet", district, NameOf(other.AgencyId), Columns.Text(other.ValidFrom!.Value)))
                : new ProposalStep(district, null, RegisterTexts.Format("proposal.expired", district, NameOf(other.AgencyId), Columns.Text(other.ValidTo!.Value)));
    }

    private const string SelectRules = """
        select r.district, r.category_id, r.agency_id, r.co_agencies, r.valid_from, r.valid_to
        from agency_rules r join categories c on c.id = r.category_id
        where c.jurisdiction = @jurisdiction and (@Category = '' or r.category_id = @Category)
        """;

    private sealed record AgencyRow
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Name { get; init; } = "";

        public bool Active { get; init; }
    }

    private sealed record RuleRow
    {
        public string District { get; init; } = "";

        public string CategoryId { get; init; } = "";

        public string AgencyId { get; init; } = "";

        public string CoAgencies { get; init; } = "";

        public string ValidFrom { get; init; } = "";

        public DateOnly? ValidTo { get; init; }

        public AgencyRule ToRule(Dictionary<string, string> idsByNumber) => new(DistrictCode.Parse(District), CategoryId, AgencyId)
        {
            ValidFrom = ValidFrom.Length == 0 ? null : DateOnly.ParseExact(ValidFrom, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            ValidTo = ValidTo,
            CoAgencyIds = [.. CoAgencies.Parts().Select(number => idsByNumber.GetValueOrDefault(number, number))],
        };
    }
}
