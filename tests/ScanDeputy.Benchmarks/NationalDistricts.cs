using System.Globalization;
using System.Text;

namespace ScanDeputy.Benchmarks;

/// <summary>Districts as many as a nation has, always the same: 31 provinces, 341 cities, 2 728 counties, 40 920 towns, 576 290 villages.</summary>
internal static class NationalDistricts
{
    private const int Cities = 11;
    private const int Counties = 8;

    private static readonly int[] Provinces =
        [11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65];

    // Streets, towns, townships.
    private static readonly int[] Towns = [1, 2, 3, 100, 101, 102, 103, 104, 105, 106, 107, 200, 201, 202, 203];

    private const string First = "东西南北上下大小新老龙凤青白红金石沙柳杨李王张刘陈赵马黄高罗";
    private const string Second = "山河湖泉井桥岭沟坡台庄屯寨营店集铺堡湾潭林田坪塘头口洼崖岗埠";

    public static IEnumerable<(string Code, string Name)> All() => Provinces.SelectMany(province => OfProvince(province));

    /// <summary>With its province and city.</summary>
    public static IEnumerable<(string Code, string Name)> OfCounty(string county) =>
        OfProvince(int.Parse(county.AsSpan(0, 2), CultureInfo.InvariantCulture)).Where(district => district.Code.StartsWith(county, StringComparison.Ordinal) || county.StartsWith(district.Code, StringComparison.Ordinal));

    public static byte[] Csv(IEnumerable<(string Code, string Name)> districts)
    {
        var text = new StringBuilder("统计用区划代码,名称\n");
        foreach (var (code, name) in districts)
            text.Append(code).Append(',').Append(name).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static IEnumerable<(string Code, string Name)> OfProvince(int province)
    {
        yield return ($"{province}", $"{Place(province)}省");
        for (var city = 1; city <= Cities; city++)
        {
            var number = (province * 100) + city;
            yield return ($"{number}", $"{Place(number)}市");
            for (var county = 1; county <= Counties; county++)
            {
                foreach (var district in Below((number * 100) + county))
                    yield return district;
            }
        }
    }

    private static IEnumerable<(string Code, string Name)> Below(int county)
    {
        yield return ($"{county}", $"{Place(county)}{(county % 100 < 3 ? "区" : "县")}");
        foreach (var town in Towns)
        {
            var code = string.Create(CultureInfo.InvariantCulture, $"{county}{town:000}");
            var seed = (county * 31) + town;
            yield return (code, $"{Place(seed)}{(town < 100 ? "街道办事处" : town < 200 ? "镇" : "乡")}");
            for (var village = 1; village <= (seed % 12 == 0 ? 15 : 14); village++)
                yield return (string.Create(CultureInfo.InvariantCulture, $"{code}{village + (town < 100 ? 0 : 199):000}"), $"{Place((seed * 17) + village)}{(town < 100 ? "社区居民委员会" : "村民委员会")}");
        }
    }

    private static string Place(int seed)
    {
        var mixed = (uint)seed * 2_654_435_761u;
        return $"{First[(int)(mixed % (uint)First.Length)]}{Second[(int)(mixed / 97 % (uint)Second.Length)]}";
    }
}
