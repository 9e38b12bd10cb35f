using FsCheck;
using FsCheck.Fluent;
using ScanDeputy.Domain.Routing;
using Xunit;

namespace ScanDeputy.Tests.Domain.Routing;

public class AgencyRoutingTests
{
    private const string CountyWater = "county-water";
    private const string TownOffice = "town-office";
    private static readonly DistrictCode Village = DistrictCode.Parse("371311102232");

    [Fact]
    public void Most_specific_district_decides()
    {
        var index = new AgencyRuleIndex([Rule("371311", "water", CountyWater), Rule("371311102", "water", TownOffice)]);

        Assert.Equal(TownOffice, AgencyRouting.Resolve(Village, "water", index).LeadAgencyId);
        Assert.Equal(CountyWater, AgencyRouting.Resolve(DistrictCode.Parse("371311101"), "water", index).LeadAgencyId);
    }

    [Fact]
    public void Explanation_lists_every_district_up_to_the_rule()
    {
        var rule = Rule("371311", "water", CountyWater);

        var resolution = AgencyRouting.Resolve(Village, "water", new AgencyRuleIndex([rule]));

        Assert.Equal(rule, resolution.DecidedBy);
        Assert.Equal(
            [new(Village, null), new(DistrictCode.Parse("371311102"), null), new AgencyRoutingStep(rule.District, rule)],
            resolution.Steps);
    }

    [Fact]
    public void Without_a_rule_nobody_leads_and_the_steps_reach_the_nation()
    {
        var index = new AgencyRuleIndex([Rule("371312", "water", CountyWater), Rule("371311", "roads", TownOffice)]);

        var resolution = AgencyRouting.Resolve(Village, "water", index);

        Assert.Null(resolution.LeadAgencyId);
        Assert.Equal(6, resolution.Steps.Count);
        Assert.Equal(DistrictCode.Nation, resolution.Steps[^1].District);
    }

    [Fact]
    public void Two_leads_for_one_district_and_category_are_refused() => Assert.Throws<ArgumentException>(() =>
        new AgencyRuleIndex([Rule("371311", "water", CountyWater), Rule("371311000000", "water", TownOffice)]));

    [Fact]
    public void Same_rule_twice_is_harmless() => Assert.Equal(CountyWater, AgencyRouting.Resolve(
        Village, "water", new AgencyRuleIndex([Rule("371311", "water", CountyWater), Rule("371311", "water", CountyWater)])).LeadAgencyId);

    [Fact]
    public void Index_answers_like_a_search_through_all_rules()
    {
        string[] districts = ["000000000000", "37", "3713", "371311", "371312", "371311102", "371311101", "371311102232"];
        var rules = Gen.SubListOf(districts).Select(chosen => chosen.Select((code, i) => Rule(code, "water", Agency(i))).ToArray());

        Prop.ForAll(rules.ToArbitrary(), Gen.Elements(districts).ToArbitrary(), (all, at) =>
        {
            var place = DistrictCode.Parse(at);
            var expected = all.Where(rule => place.IsWithin(rule.District)).MaxBy(rule => rule.District.Level);
            return AgencyRouting.Resolve(place, "water", new AgencyRuleIndex(all)).DecidedBy == expected;
        }).QuickCheckThrowOnFailure();
    }

    private static AgencyRule Rule(string district, string category, string agency) => new(DistrictCode.Parse(district), category, agency);

    private static string Agency(int number) => $"a{number:D4}";
}
