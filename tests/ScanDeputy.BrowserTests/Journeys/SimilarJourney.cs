using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Server.Jobs;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>可能重复: one matter, reported by several people.</summary>
public sealed class SimilarJourney(BrowserFixture browser) : Journey(browser)
{
    private const string Title = "齿轮厂宿舍排烟管道噪音";
    private const string Text = "齿轮厂宿舍后墙的排烟管道整夜轰鸣，孩子睡不着，电话13912345678。";
    private const string InOtherWords = "齿轮厂宿舍那根排烟管道夜里轰鸣不停，吵得孩子没法睡。";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_resident_follows_the_matter_instead_of_reporting_it_again(bool javaScript)
    {
        var number = await ReportedAsync();
        var neighbour = await SignInAsync("resident-2", Device.Phone, javaScript);
        var form = await ReportPage.OpenAsync(neighbour, StationCode);
        await form.FillAsync(Title, InOtherWords);
        await form.Submit.ClickAsync();
        await form.SimilarOnesShownAsync();
        await Assertions.Expect(form.SimilarOnes).ToContainTextAsync(number);
        await Assertions.Expect(form.SimilarOnes).Not.ToContainTextAsync("13912345678");

        await form.SimilarOnes.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = $"关注这一件 {number}" }).ClickAsync();
        var followed = await CasePage.ArrivedAsync(neighbour, "已收到");
        await Assertions.Expect(followed.Main).ToContainTextAsync("139******78");
        await Assertions.Expect((await MyCasesPage.OpenAsync(neighbour)).Cases(number)).ToContainTextAsync("关注");
        await (await MyCasesPage.OpenAsync(neighbour)).Cases(number).ClickAsync();
        await (await CasePage.ArrivedAsync(neighbour, "已收到")).Unfollow.ClickAsync();
        await Assertions.Expect((await MyCasesPage.ArrivedAsync(neighbour)).Cases(number)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Another_matter_is_sent_all_the_same_and_the_office_merges_what_is_one()
    {
        var number = await ReportedAsync();
        var neighbour = await SignInAsync("resident-2", Device.Phone);
        var form = await ReportPage.OpenAsync(neighbour, StationCode);
        await form.FillAsync(Title, InOtherWords);
        await form.Submit.ClickAsync();
        await form.SimilarOnesShownAsync();
        await Assertions.Expect(form.Text).ToHaveValueAsync(InOtherWords);
        await form.SendAllTheSame.ClickAsync();
        var second = await (await ReceiptPage.ArrivedAsync(neighbour)).NumberAsync();

        var committee = await SignInAsync("committee-1", Device.Desk);
        var matter = await CasePage.OpenAsync(committee, await IdOfAsync(second), "已收到");
        await Assertions.Expect(matter.SimilarOnes).ToContainTextAsync(number);
        await matter.SimilarOnes.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = $"并入 {number}" }).ClickAsync();
        matter = await CasePage.ArrivedAsync(committee, "已收到");
        var merge = await matter.MoveAsync("并案");
        await Assertions.Expect(merge.Field("主件编号")).ToHaveValueAsync(number);
        await merge.SubmitAsync();
        await committee.SayYesAsync("并入", "merge-asked");
        await matter.ShowsAsync("已并案");
        await Assertions.Expect(matter.Main).ToContainTextAsync(number);
    }

    /// <summary>A case of resident-1 that the content check has passed.</summary>
    private async Task<string> ReportedAsync()
    {
        using var resident = await Server.AsAsync("resident-1");
        var categories = (await resident.GetAsync($"/api/v1/station-codes/{StationCode}"))["categories"].AsArray();
        var lights = (string)categories.Single(category => (string)category!["name"]! == "路灯照明")!["id"]!;
        var receipt = (await resident.SubmitAsync(new { text = Text, categoryId = lights, @public = true })).Expect(System.Net.HttpStatusCode.Created);
        await Server.Services.GetServices<ISweep>().Single(sweep => sweep.Name == "content-checks").RunAsync(TestContext.Current.CancellationToken);
        return (string)receipt["number"]!;
    }

    private async Task<string> IdOfAsync(string number)
    {
        using var committee = await Server.AsAsync("committee-1");
        return (string)(await committee.GetAsync($"/api/v1/cases?role=all&q={number}"))["items"][0]!["id"]!;
    }
}
