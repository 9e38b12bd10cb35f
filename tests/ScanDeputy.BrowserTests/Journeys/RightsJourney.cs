using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>What one may not see is not there, and nobody is left without a way on.</summary>
public sealed class RightsJourney(BrowserFixture browser) : Journey(browser)
{
    [Fact]
    public async Task Another_residents_case_is_not_found()
    {
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync("resident-1");
        var other = await SignInAsync("resident-2", Device.Phone);
        await MyCasesPage.ArrivedAsync(other);
        await NoticePage.ExpectAsync(other, $"/cases/{chain.CaseId}", 404, "没有找到", "没有找到您要的内容");
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_comes_to_the_list_by_way_of_the_login()
    {
        var anyone = await ComeAsync("anyone", Device.Phone);
        await anyone.OpenAsync("/work");
        await (await LoginPage.ArrivedAsync(anyone)).GoOnAsAsync("deputy-1");
        await WorkPage.ArrivedAsync(anyone);
        Assert.Equal("/work", new Uri(anyone.Page.Url).AbsolutePath);
    }

    [Fact]
    public async Task A_resident_is_told_that_the_work_list_is_for_officials()
    {
        var resident = await SignInAsync("resident-1", Device.Phone);
        await MyCasesPage.ArrivedAsync(resident);
        await NoticePage.ExpectAsync(resident, "/work", 403, "没有权限", "您的身份不能进行这项操作");
    }
}
