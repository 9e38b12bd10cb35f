using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Districts;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Districts;

public class DistrictDataTests
{
    private static readonly IReadOnlyList<District> Luozhuang = DistrictData.Load("371311");

    [Fact]
    public void Luozhuang_has_8_towns_and_155_villages_with_its_ancestors() => Assert.Equal(
        [(DistrictLevel.Province, 1), (DistrictLevel.City, 1), (DistrictLevel.County, 1), (DistrictLevel.Town, 8), (DistrictLevel.Village, 155)],
        Luozhuang.CountBy(district => district.Level).OrderBy(level => level.Key).Select(level => (level.Key, level.Value)));

    [Fact]
    public void Every_code_is_there_once_and_after_its_parent()
    {
        HashSet<DistrictCode> seen = [];
        foreach (var district in Luozhuang)
        {
            Assert.True(district.Parent is null ? district.Level == DistrictLevel.Province : seen.Contains(district.Parent));
            Assert.True(seen.Add(district.Code));
        }
    }

    [Fact]
    public void Names_are_read_as_written()
    {
        var village = Assert.Single(Luozhuang, district => district.Code == DistrictCode.Parse("371311102232"));

        Assert.Equal("黄山村村民委员会", village.Name);
        Assert.Equal("黄山镇", Assert.Single(Luozhuang, district => district.Code == village.Parent).Name);
        Assert.All(Luozhuang, district => Assert.Equal(district.Name.Trim(), district.Name));
    }

    [Fact]
    public void Unknown_county_is_refused() => Assert.Throws<ArgumentException>(() => DistrictData.Load("999999"));
}
