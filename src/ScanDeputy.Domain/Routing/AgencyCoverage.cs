namespace ScanDeputy.Domain.Routing;

/// <summary>A category that nobody leads in a district, on every day from one to another, both inclusive.</summary>
/// <param name="Whole">Nobody leads it anywhere in the district; otherwise only what lies in none of its parts has nobody.</param>
/// <param name="Until">Null: for ever, as far as the rules say.</param>
public sealed record AgencyGap(string CategoryId, DistrictCode District, bool Whole, DateOnly From, DateOnly? Until);

/// <summary>Two rules of different agencies for one district and category that hold on the same days, both ends inclusive.</summary>
public sealed record AgencyOverlap(AgencyRule Earlier, AgencyRule Later, DateOnly From, DateOnly? Until);

/// <summary>What the rules leave without a lead, and what they give two, from a day on. A gap is named by the widest district that it fills.</summary>
public static class AgencyCoverage
{
    /// <param name="county">The top of what is looked at; a rule of a wider district covers it.</param>
    /// <param name="places">The districts in it.</param>
    /// <param name="categories">In the order in which the gaps are wanted.</param>
    /// <param name="rules">All of them, also of days to come.</param>
    /// <param name="from">Before it nothing is looked at.</param>
    public static IReadOnlyList<AgencyGap> Gaps(
        DistrictCode county, IEnumerable<DistrictCode> places, IEnumerable<string> categories, IReadOnlyCollection<AgencyRule> rules, DateOnly from)
    {
        var children = places.Where(place => place != county).OrderBy(place => place.ToString(), StringComparer.Ordinal).ToLookup(place => place.Parent);
        var byCategory = rules.ToLookup(rule => rule.CategoryId, StringComparer.Ordinal);
        return [.. categories.SelectMany(category => OfCategory(category, [.. byCategory[category]], county, children, from))];
    }

    /// <param name="rules">All of them.</param>
    /// <param name="since">What ends before it is left out.</param>
    public static IReadOnlyList<AgencyOverlap> Overlaps(IEnumerable<AgencyRule> rules, DateOnly since) =>
    [
        .. from same in rules.GroupBy(rule => (rule.District, rule.CategoryId))
           let ordered = same.OrderBy(rule => rule.ValidFrom ?? DateOnly.MinValue).ToList()
           from earlier in Enumerable.Range(0, ordered.Count)
           from later in Enumerable.Range(earlier + 1, ordered.Count - earlier - 1)
           where ordered[earlier].AgencyId != ordered[later].AgencyId
           let begins = Latest(ordered[later].ValidFrom ?? since, since)
           let ends = Earliest(ordered[earlier].ValidTo, ordered[later].ValidTo)
           where !(ends < begins)
           select new AgencyOverlap(ordered[earlier], ordered[later], begins, ends),
    ];

    private static IEnumerable<AgencyGap> OfCategory(string category, IReadOnlyList<AgencyRule> rules, DistrictCode county, ILookup<DistrictCode?, DistrictCode> children, DateOnly from)
    {
        // Between two of these days nothing changes.
        var days = rules.Select(rule => rule.ValidFrom).Concat(rules.Select(rule => rule.ValidTo?.AddDays(1))).OfType<DateOnly>().Where(day => day > from)
            .Append(from).Distinct().Order().ToList();
        var open = new Dictionary<(DistrictCode District, bool Whole), DateOnly>();
        var found = new List<AgencyGap>();
        foreach (var day in days)
        {
            var now = UncoveredOn(day, rules, county, children);
            foreach (var (place, since) in open.Where(gap => !now.Contains(gap.Key)).ToList())
            {
                found.Add(new AgencyGap(category, place.District, place.Whole, since, day.AddDays(-1)));
                open.Remove(place);
            }

            foreach (var place in now)
                open.TryAdd(place, day);
        }

        found.AddRange(open.Select(gap => new AgencyGap(category, gap.Key.District, gap.Key.Whole, gap.Value, null)));
        return found.OrderBy(gap => gap.From).ThenBy(gap => gap.District.ToString(), StringComparer.Ordinal);
    }

    private static HashSet<(DistrictCode District, bool Whole)> UncoveredOn(
        DateOnly day, IEnumerable<AgencyRule> rules, DistrictCode county, ILookup<DistrictCode?, DistrictCode> children)
    {
        var covered = rules.Where(rule => rule.IsValidOn(day)).Select(rule => rule.District).ToHashSet();
        if (county.Ancestors().Any(covered.Contains))
            return [];

        var uncovered = new HashSet<(DistrictCode, bool)>();
        if (!Look(county, uncovered))
            return [(county, true)];
        return uncovered;

        // Whether anything in the district has a lead; what has none is added only where something beside it has.
        bool Look(DistrictCode district, HashSet<(DistrictCode, bool)> into)
        {
            if (covered.Contains(district))
                return true;

            var parts = new HashSet<(DistrictCode, bool)>();
            var bare = children[district].Where(child => !Look(child, parts)).ToList();
            if (bare.Count == children[district].Count())
                return false;

            into.Add((district, false));
            into.UnionWith(parts);
            into.UnionWith(bare.Select(child => (child, true)));
            return true;
        }
    }

    private static DateOnly Latest(DateOnly a, DateOnly b) => a > b ? a : b;

    private static DateOnly? Earliest(DateOnly? a, DateOnly? b) => a is null ? b : b is null || a < b ? a : b;
}
