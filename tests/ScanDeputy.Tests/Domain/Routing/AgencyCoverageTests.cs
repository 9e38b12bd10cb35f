using ScanDeputy.Domain.Routing;
using Xunit;

namespace ScanDeputy.Tests.Domain.Routing;

/// <summary>A county with two towns, one of them with two villages; each row: the rules, and what they leave without a lead or give two, from 2026-06-01 on.</summary>
public class AgencyCoverageTests
{
    private static readonly DistrictCode County = DistrictCode.Parse("371311");
    private static readonly DistrictCode[] Places = [.. new[] { "371311", "371311001", "371311102", "371311102201", "371311102202" }.Select(DistrictCode.Parse)];
    private static readonly DateOnly From = new(2026, 6, 1);

    /// <summary>A rule: district, agency, first and last day; a gap: district (with / for what lies in none of its parts), first and last day.</summary>
    [Theory]
    [InlineData("", "371311 2026-06-01–")]
    [InlineData("371311 a", "")]
    [InlineData("37 a", "")]
    [InlineData("371311001 a", "371311/ 2026-06-01–|371311102 2026-06-01–")]
    [InlineData("371311001 a|371311102 a", "371311/ 2026-06-01–")]
    [InlineData("371311001 a|371311102201 a", "371311/ 2026-06-01–|371311102/ 2026-06-01–|371311102202 2026-06-01–")]
    [InlineData("371311 a 2026-06-01 2026-06-30", "371311 2026-07-01–")]
    [InlineData("371311 a 2026-06-10 -", "371311 2026-06-01–2026-06-09")]
    [InlineData("371311 a - 2026-05-31", "371311 2026-06-01–")]
    [InlineData("371311 a - 2026-06-30|371311 b 2026-07-01 -", "")]
    [InlineData("371311 a - 2026-06-29|371311 b 2026-07-01 -", "371311 2026-06-30–2026-06-30")]
    [InlineData("371311 a - 2026-06-30|371311001 b", "371311/ 2026-07-01–|371311102 2026-07-01–")]
    public void Gaps_are_named_by_the_widest_district_and_their_days(string rules, string gaps) => Assert.Equal(
        gaps,
        string.Join('|', AgencyCoverage.Gaps(County, Places, ["water"], [.. Rules(rules)], From).Select(gap => $"{gap.District.Short}{(gap.Whole ? "" : "/")} {gap.From:yyyy-MM-dd}–{gap.Until:yyyy-MM-dd}")));

    [Theory]
    [InlineData("371311 a|371311001 b", "")]
    [InlineData("371311 a|371311 b 2026-07-01 -", "a b 2026-07-01–")]
    [InlineData("371311 a - 2026-06-30|371311 b 2026-07-01 -", "")]
    [InlineData("371311 a - 2026-07-01|371311 b 2026-07-01 -", "a b 2026-07-01–2026-07-01")]
    [InlineData("371311 a - 2026-05-31|371311 b 2026-05-01 -", "")]
    [InlineData("371311 a 2026-01-01 2026-12-31|371311 b 2026-03-01 2026-09-30", "a b 2026-06-01–2026-09-30")]
    [InlineData("371311 a|371311 a 2026-07-01 -", "")]
    public void Overlaps_are_two_agencies_on_the_same_days(string rules, string overlaps) => Assert.Equal(
        overlaps,
        string.Join('|', AgencyCoverage.Overlaps(Rules(rules), From).Select(overlap => $"{overlap.Earlier.AgencyId} {overlap.Later.AgencyId} {overlap.From:yyyy-MM-dd}–{overlap.Until:yyyy-MM-dd}")));

    [Theory]
    [InlineData("2026-06-30", "a")]
    [InlineData("2026-07-01", "b")]
    [InlineData("2026-08-01", "a")]
    public void Of_two_that_hold_the_one_that_began_later_decides(string day, string agency)
    {
        var index = new AgencyRuleIndex(Rules("371311 a|371311 b 2026-07-01 2026-07-31"), DateOnly.Parse(day, null));
        Assert.Equal(agency, AgencyRouting.Resolve(Places[^1], "water", index).LeadAgencyId);
    }

    [Fact]
    public void A_rule_that_does_not_hold_yet_leaves_the_wider_one()
    {
        var rules = Rules("371311 a|371311102 b 2026-07-01 -").ToList();
        Assert.Equal("a", AgencyRouting.Resolve(Places[^1], "water", new AgencyRuleIndex(rules, From)).LeadAgencyId);
        Assert.Equal("b", AgencyRouting.Resolve(Places[^1], "water", new AgencyRuleIndex(rules, new DateOnly(2026, 7, 1))).LeadAgencyId);
    }

    private static IEnumerable<AgencyRule> Rules(string written) =>
        from rule in written.Split('|', StringSplitOptions.RemoveEmptyEntries)
        let parts = rule.Split(' ')
        select new AgencyRule(DistrictCode.Parse(parts[0]), "water", parts[1]) { ValidFrom = Day(parts, 2), ValidTo = Day(parts, 3) };

    private static DateOnly? Day(string[] parts, int place) => parts.Length > place && parts[place] != "-" ? DateOnly.Parse(parts[place], null) : null;
}
