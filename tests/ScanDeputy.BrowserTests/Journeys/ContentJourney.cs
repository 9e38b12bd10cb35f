using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>照片审核: one photo that the check found unfit, and one that it was unsure about.</summary>
public sealed class PhotoJourney(BrowserFixture browser) : Journey(browser)
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
        await chain.SubmitAsync(change: new { attachmentIds = photos, @public = true });
        await Server.Services.GetServices<ISweep>().Single(sweep => sweep.Name == "content-checks").RunAsync(TestContext.Current.CancellationToken);
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

    private static async Task<string> UploadAsync(ApiClient client) => (string)(await client.UploadAsync(Photos.Jpeg())).Expect(System.Net.HttpStatusCode.Created)["id"]!;
}
