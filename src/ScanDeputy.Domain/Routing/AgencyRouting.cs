namespace ScanDeputy.Domain.Routing;

/// <summary>In this district and everything within it, the agency leads matters of the category, unless a narrower rule says otherwise.</summary>
public sealed record AgencyRule(DistrictCode District, string CategoryId, string AgencyId)
{
    /// <summary>The first day on which it holds, China time; null: since ever.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>The last day on which it holds, inclusive; null: until another one is made.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Who handles with the lead, as far as nothing else is known.</summary>
    public IReadOnlyList<string> CoAgencyIds { get; init; } = [];

    public bool IsValidOn(DateOnly day) => !(ValidFrom > day) && !(ValidTo < day);
}

/// <summary>One district that was looked at, and the rule found there, if any.</summary>
public sealed record AgencyRoutingStep(DistrictCode District, AgencyRule? Rule);

/// <summary>
/// The proposal and why: every district looked at, in order, the last one with the rule that decided. Without a rule
/// <see cref="LeadAgencyId"/> is null, the steps reach the nation, and the government office names the agency by hand.
/// </summary>
public sealed record AgencyResolution(IReadOnlyList<AgencyRoutingStep> Steps)
{
    /// <summary>The rule that decided; null when no district from the place up to the nation has one for the category.</summary>
    public AgencyRule? DecidedBy => Steps[^1].Rule;

    public string? LeadAgencyId => DecidedBy?.AgencyId;
}

/// <summary>The rules, indexed once, so that a resolution costs at most six look-ups however many rules there are.</summary>
public sealed class AgencyRuleIndex
{
    private readonly Dictionary<(DistrictCode District, string CategoryId), AgencyRule> rules = [];

    /// <summary>
    /// Indexes the rules; the same rule twice is harmless. Category ids are compared exactly. Of two that hold on the same day for one district and category, the
    /// one that began later decides: whoever makes a new rule forgets more easily to end the old one than the other way round.
    /// </summary>
    /// <param name="rules">All of them.</param>
    /// <param name="on">The day for which they are asked; null for whenever they hold.</param>
    /// <exception cref="ArgumentException">Two rules that begin alike name different agencies for one district and category: a matter has exactly one lead.</exception>
    public AgencyRuleIndex(IEnumerable<AgencyRule> rules, DateOnly? on = null)
    {
        foreach (var rule in rules.Where(rule => on is not { } day || rule.IsValidOn(day)))
        {
            if (this.rules.TryAdd((rule.District, rule.CategoryId), rule) || Find(rule.District, rule.CategoryId) is not { } other || other == rule)
                continue;
            if (other.ValidFrom == rule.ValidFrom)
                throw new ArgumentException($"Two lead agencies for category '{rule.CategoryId}' in district {rule.District}.", nameof(rules));
            if ((rule.ValidFrom ?? DateOnly.MinValue) > (other.ValidFrom ?? DateOnly.MinValue))
                this.rules[(rule.District, rule.CategoryId)] = rule;
        }
    }

    /// <summary>The rule of exactly this district, not of a wider one.</summary>
    public AgencyRule? Find(DistrictCode district, string categoryId) => rules.GetValueOrDefault((district, categoryId));
}

/// <summary>(District, category) → lead agency by the most specific district that contains the place (handbook §6).</summary>
public static class AgencyRouting
{
    /// <summary>Looks from the place itself outwards and stops at the first rule.</summary>
    public static AgencyResolution Resolve(DistrictCode place, string categoryId, AgencyRuleIndex rules)
    {
        List<AgencyRoutingStep> steps = [];
        foreach (var district in place.SelfAndAncestors())
        {
            var rule = rules.Find(district, categoryId);
            steps.Add(new AgencyRoutingStep(district, rule));
            if (rule is not null) break;
        }
        return new AgencyResolution(steps);
    }
}
