using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>内容审核: texts and photos that the check found unfit, or was unsure about.</summary>
public sealed class ContentJourney(BrowserFixture browser) : Journey(browser)
{
    [Fact]
    public async Task The_committee_office_lets_the_public_see_a_held_photo_and_never_an_unfit_one()
    {
        var sandbox = Server.Services.GetRequiredService<EmbeddedSandbox>().Control;
        using var resident = await Server.AsAsync("resident-1");
        string[] photos = [await UploadAsync(resident), await UploadAsync(resident)];
        sandbox.ScriptVerdict(photos[0], "review", 21000);
        sandbox.ScriptVerdict(photos[1], "risky", 20002);
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync(change: new { attachmentIds = photos, @public = true, photosPublic = true });
        await CheckAsync();
        await sandbox.WhenPushesEndAsync();

        var author = await CasePage.OpenAsync(await SignInAsync("resident-1", Device.Phone), chain.CaseId, "已收到");
        await Assertions.Expect(author.Main).ToContainTextAsync("1 张照片未通过平台检查");
        await Assertions.Expect(author.Release).ToHaveCountAsync(0);

        var office = await CasePage.OpenAsync(await SignInAsync("committee-1", Device.Desk), chain.CaseId, "已收到");
        await Assertions.Expect(office.Main).ToContainTextAsync("1 张照片需要人工审核");
        await office.Release.ClickAsync();
        await Assertions.Expect(office.Main).Not.ToContainTextAsync("需要人工审核");
        await office.ShowsAsync("已收到");

        using var neighbour = await Server.AsAsync("resident-2");
        (await neighbour.PostAsync($"/api/v1/cases/{chain.CaseId}/follow")).Expect(System.Net.HttpStatusCode.OK);
        var follower = await CasePage.OpenAsync(await SignInAsync("resident-2", Device.Phone), chain.CaseId, "已收到");
        await Assertions.Expect(follower.Photos).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_author_of_an_unfit_text_reads_what_to_change_and_an_unsure_one_is_the_committee_office_s()
    {
        var sandbox = Server.Services.GetRequiredService<EmbeddedSandbox>().Control;
        sandbox.ScriptVerdict("草包", "risky", 20003);
        sandbox.ScriptVerdict("没人管", "review", 21000);
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync(change: new { text = "路灯坏了一个星期，管路灯的都是草包。", @public = true });
        await CheckAsync();
        var author = await SignInAsync("resident-1", Device.Phone);
        var mine = await CasePage.OpenAsync(author, chain.CaseId, "已收到");
        await Assertions.Expect(mine.Main).ToContainTextAsync("请改用平实的话说明事实。 想要公开，可以撤回后改好再提交。");

        await chain.SubmitAsync(change: new { text = "路灯坏了一个星期没人管，晚上很黑。", @public = true });
        await CheckAsync();
        await Assertions.Expect((await CasePage.OpenAsync(author, chain.CaseId, "已收到")).Main).ToContainTextAsync("文字由人大代表工作机构审核后才会公开。");
        var office = await CasePage.OpenAsync(await SignInAsync("committee-1", Device.Desk), chain.CaseId, "已收到");
        await office.ReleaseText.ClickAsync();
        await Assertions.Expect(office.Main).Not.ToContainTextAsync("需要人工审核");
        Assert.Equal("passed", (string)(await chain.SeenByAsync("resident-1"))["contentStatus"]!);
    }

    private Task CheckAsync() => Server.Services.GetServices<ISweep>().Single(sweep => sweep.Name == "content-checks").RunAsync(TestContext.Current.CancellationToken);

    private static async Task<string> UploadAsync(ApiClient client) => (string)(await client.UploadAsync(Photos.Jpeg())).Expect(System.Net.HttpStatusCode.Created)["id"]!;
}
