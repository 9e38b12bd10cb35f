using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Server.Platform.Database;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>Codes that open a station, and codes that do not.</summary>
public sealed class StationCodeJourney(BrowserFixture browser) : Journey(browser)
{
    [Fact]
    public async Task A_code_typed_by_hand_opens_its_station_and_a_wrong_one_says_so()
    {
        var resident = await ComeAsync("resident", Device.Phone);
        var home = await HomePage.OpenAsync(resident);
        resident.Expect(422);
        await home.Code.FillAsync("一二三");
        await home.Open.ClickAsync();
        await home.RefusedAsync();
        await Assertions.Expect(home.Code).ToHaveValueAsync("一二三");

        await home.Code.FillAsync($"{StationCode[..4]}-{StationCode[4..]}".ToLowerInvariant());
        await home.Open.ClickAsync();
        await Assertions.Expect((await StationPage.ArrivedAsync(resident)).Deputies).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task An_unknown_code_and_a_revoked_one_are_told_apart()
    {
        var resident = await ComeAsync("resident", Device.Phone);
        await NoticePage.ExpectAsync(resident, "/s/00000000000", 404, "二维码无法识别", "请重新扫描站点的二维码");

        await Server.Services.GetRequiredService<Database>().WriteAsync(
            scope => scope.ExecuteAsync("update station_codes set status = 'Revoked', revoked_at = issued_at where code = @StationCode", new { StationCode }),
            TestContext.Current.CancellationToken);
        await NoticePage.ExpectAsync(resident, $"/s/{StationCode}", 410, "二维码已停用", "请扫描联络站新张贴的二维码");
    }
}
