using ScanDeputy.Domain.Routing;
using Xunit;

namespace ScanDeputy.Tests.Domain.Routing;

public class DistrictCodeTests
{
    [Theory]
    [InlineData("000000000000", DistrictLevel.Nation)]
    [InlineData("370000000000", DistrictLevel.Province)]
    [InlineData("371300000000", DistrictLevel.City)]
    [InlineData("371311000000", DistrictLevel.County)]
    [InlineData("371311100000", DistrictLevel.Town)] // 沂堂镇: zeros at the end of a group belong to it
    [InlineData("371311102232", DistrictLevel.Village)]
    [InlineData("441900003000", DistrictLevel.Town)] // 东莞 has no counties
    public void Level_is_the_last_group_that_is_not_zero(string code, DistrictLevel level) =>
        Assert.Equal(level, DistrictCode.Parse(code).Level);

    [Theory]
    [InlineData("37", "370000000000")]
    [InlineData("3713", "371300000000")]
    [InlineData("371311", "371311000000")]
    [InlineData("371311100", "371311100000")]
    public void Prefix_is_padded_and_short_form_is_the_prefix(string prefix, string full)
    {
        var code = DistrictCode.Parse(prefix);

        Assert.Equal(full, code.ToString());
        Assert.Equal(prefix, code.Short);
        Assert.Equal(code, DistrictCode.Parse(full));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("37131")]
    [InlineData("3713110010010")]
    [InlineData("37131A")]
    [InlineData("３７１３１１")]
    [InlineData("001300000000")]
    [InlineData("370011000000")]
    [InlineData("370000001000")]
    [InlineData("371311000001")]
    public void Anything_else_is_refused(string? text)
    {
        Assert.False(DistrictCode.TryParse(text, out var code));
        Assert.Null(code);
    }

    [Fact]
    public void Ancestors_go_from_the_town_to_the_nation() => Assert.Equal(
        ["371311102000", "371311000000", "371300000000", "370000000000", "000000000000"],
        DistrictCode.Parse("371311102232").Ancestors().Select(code => code.ToString()),
        StringComparer.Ordinal);

    [Fact]
    public void Town_of_a_city_without_counties_has_the_city_as_parent() =>
        Assert.Equal(DistrictCode.Parse("4419"), DistrictCode.Parse("441900003000").Parent);

    [Fact]
    public void Nation_has_no_parent() => Assert.Null(DistrictCode.Nation.Parent);

    [Theory]
    [InlineData("371311102232", "371311102232", true)]
    [InlineData("371311102232", "371311", true)]
    [InlineData("371311102232", "000000000000", true)]
    [InlineData("441900003000", "4419", true)]
    [InlineData("371311", "371311102232", false)]
    [InlineData("371311102232", "371312", false)]
    [InlineData("371311102232", "371311101", false)]
    [InlineData("000000000000", "37", false)]
    public void Within_includes_the_district_itself(string place, string area, bool within) =>
        Assert.Equal(within, DistrictCode.Parse(place).IsWithin(DistrictCode.Parse(area)));

    [Theory]
    [InlineData("371311102232", "371311102000")]
    [InlineData("371311102", "371311102000")]
    [InlineData("441900003000", "441900003000")]
    [InlineData("371311", null)]
    [InlineData("000000000000", null)]
    public void Town_is_the_town_itself_or_the_one_around_a_village(string place, string? town) => Assert.Equal(town, DistrictCode.Parse(place).Town?.ToString());

    [Theory]
    [InlineData("371311102", "371311102999")]
    [InlineData("371311102232", "371311102232")]
    [InlineData("371311", "371311999999")]
    public void Last_is_the_largest_code_within(string area, string last) => Assert.Equal(last, DistrictCode.Parse(area).Last);

    [Fact]
    public void Wrong_text_cannot_be_parsed() => Assert.Throws<FormatException>(() => DistrictCode.Parse("罗庄区"));
}
