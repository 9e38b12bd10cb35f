using ScanDeputy.Server.Features.Network.Districts;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Districts;

public sealed class DistrictChangesTests
{
    private const string County = "37=山东省 3701=济南市 370101=甲区 370102=乙县 ";
    private const string Before = County + "370101001=东街道 370101002=西街道 370101001001=龙潭社区 370101001002=凤山社区 370101002001=金山社区";

    // What is stored, what a complete list says, what comes out: kind, code, old name or successor.
    public static TheoryData<string, string, string> Lists => new()
    {
        { Before, Before, "" },
        { Before, Before.Replace("凤山社区", "凤鸣社区", StringComparison.Ordinal), "Renamed 370101001002 凤山社区" },
        { Before, Before + " 370101002002=新桥社区", "Added 370101002002 " },
        { Before, Before.Replace(" 370101001002=凤山社区", "", StringComparison.Ordinal), "Closed 370101001002 " },

        // The other county's and the province's others are not in the list, which is about one county.
        { Before + " 370102001=远街道", "37=山东省 3701=济南市 370101=甲区 370101001=东街道 370101002=西街道 370101001001=龙潭社区 370101001002=凤山社区 370101002001=金山社区", "" },
        { Before, "370101001001=龙潭社区", "" },
        { Before, "370101001=东街道 370101001001=龙潭社区 370101001003=新社区", "Closed 370101001002 ;Added 370101001003 " },

        // A village that lies in another town now.
        { Before, Before.Replace("370101001002=", "370101002009=", StringComparison.Ordinal), "Moved 370101001002 370101002009;Added 370101002009 " },

        // A town with another code takes its villages along, also those of a common name.
        {
            Before + " 370101002002=凤山社区", (Before + " 370101002002=凤山社区").Replace("370101001", "370101101", StringComparison.Ordinal),
            "Moved 370101001 370101101;Moved 370101001001 370101101001;Moved 370101001002 370101101002;Added 370101101 ;Added 370101101001 ;Added 370101101002 "
        },

        // A town whose villages all went to one that was there.
        {
            Before, Before.Replace(" 370101002=西街道", "", StringComparison.Ordinal).Replace("370101002001", "370101001003", StringComparison.Ordinal),
            "Moved 370101002001 370101001003;Merged 370101002 370101001;Added 370101001003 "
        },

        // Two that could be meant: nobody guesses.
        {
            Before, Before.Replace(" 370101001002=凤山社区", " 370101001008=凤山社区 370101002008=凤山社区", StringComparison.Ordinal),
            "Closed 370101001002 ;Added 370101001008 ;Added 370101002008 "
        },
        { Before + " 370101002003=旧社区!", Before + " 370101002003=旧社区", "Reopened 370101002003 " },
        { Before + " 370101002003=旧社区!", Before, "" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_complete_list_says_what_happened(string stored, string listed, string expected)
    {
        var changes = DistrictChanges.Of(Stored(stored), Listed(listed), complete: true);
        Assert.Equal(
            expected, string.Join(';', changes.OrderBy(change => change.Kind).ThenBy(change => change.Code, StringComparer.Ordinal).Select(change => $"{change.Kind} {change.Code.TrimEnd('0')} {change.OldName ?? change.Successor?.TrimEnd('0')}")));
    }

    [Fact]
    public void Nothing_is_missing_in_a_list_that_is_not_complete() =>
        Assert.Empty(DistrictChanges.Of(Stored(Before), Listed("37=山东省 3701=济南市 370101=甲区"), complete: false));

    private static Dictionary<string, DistrictChanges.Stored> Stored(string text) => Pairs(text)
        .Select(pair => new DistrictChanges.Stored { Code = pair.Code, Name = pair.Name.TrimEnd('!'), ValidTo = pair.Name.EndsWith('!') ? "2025-01-01" : null })
        .ToDictionary(row => row.Code, StringComparer.Ordinal);

    private static List<DistrictChanges.Listed> Listed(string text) =>
        [.. Pairs(text).Select(pair => new DistrictChanges.Listed(pair.Code, pair.Name, null, null, null, false, false))];

    private static IEnumerable<(string Code, string Name)> Pairs(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).Select(pair => (pair[0].PadRight(12, '0'), pair[1]));
}
