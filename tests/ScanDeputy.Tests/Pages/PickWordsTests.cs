using System.Net;
using ScanDeputy.Server.Pages.Picking;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Pages;

/// <summary>Lists to choose people and stations from, and the station that was opened last.</summary>
public sealed class PickWordsTests
{
    [Fact]
    public void Two_of_one_name_are_told_apart()
    {
        Pickable[] all =
        [
            new("1", "张伟", "盛庄联络站", "区一中"), new("2", "张伟", "盛庄联络站", "区医院"), new("3", "李静", "盛庄联络站", "区一中"), new("4", "王强", null, "册山村"), new("5", "王强", null, ""),
        ];
        Assert.Equal(
            ["张伟（盛庄联络站，区一中）", "张伟（盛庄联络站，区医院）", "李静（盛庄联络站）", "王强（册山村）", "王强"],
            PickWords.Of(all).Select(one => one.Word));
    }

    [Fact]
    public async Task People_and_stations_are_listed_with_their_unit_and_can_be_searched_and_the_last_station_is_at_hand()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await PageClient.SignInAsync(server.Address, "admin-1");
        var people = await TextAsync(admin, "/admin/people");
        Assert.Contains("data-pick=\"请假人\"", people, StringComparison.Ordinal);
        Assert.Matches("<option value=\"[0-9a-z]+\">[^<（]+（[^<]*联络站[^<]*）</option>", people);
        Assert.Matches("<option value=\"[^\"]+\">[^<（]+（承办单位，罗庄区[^<]+）</option>", people);
        Assert.Matches("<option value=\"[^\"]+\">[^<（]*站（[^<]+）</option>", await TextAsync(admin, "/admin/staff/new"));

        using var anyone = server.Anonymous();
        var code = await anyone.FirstStationCodeAsync();
        using var visitor = new PageClient(server.Address);
        Assert.DoesNotContain("上次打开的联络站", await TextAsync(visitor, "/"), StringComparison.Ordinal);
        await TextAsync(visitor, $"/s/{code}");
        Assert.Contains($"/s/{code}?from=list", await TextAsync(visitor, "/"), StringComparison.Ordinal);

        // 大字 without a script: the same page again, of this site, and every page from then on.
        Assert.DoesNotContain("class=\"large\"", await TextAsync(visitor, "/deputies?q=x"), StringComparison.Ordinal);
        using var chosen = await visitor.GetAsync("/deputies?q=x&typeSize=large");
        Assert.Equal((HttpStatusCode.Redirect, "/deputies?q=x"), (chosen.StatusCode, chosen.Headers.Location!.OriginalString));
        Assert.Contains("<html lang=\"zh-CN\" class=\"large\">", await TextAsync(visitor, "/privacy"), StringComparison.Ordinal);
        Assert.Contains("href=\"/privacy?typeSize=standard\"", await TextAsync(visitor, "/privacy"), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(PageClient pages, string path)
    {
        using var answer = await pages.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
