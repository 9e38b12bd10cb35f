using System.Net;
using System.Security.Cryptography;
using System.Text;
using ScanDeputy.Server.Features.People.Privacy;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Tests.Conventions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People;

/// <summary>The privacy notice has versions, and who agreed to which is kept.</summary>
public sealed class PrivacyNoticeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Other_words_are_another_version()
    {
        var words = SourceTree.Find().Read("src/ScanDeputy.Server/Pages/Accounts/_PrivacyNotice.cshtml");
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))));
        Assert.True(fingerprint == PrivacyNotice.Current.Sha256, $"The notice says something else than version {PrivacyNotice.Current.Version} did: add a version to PrivacyNotice.Editions with {fingerprint}.");
        Assert.Equal(Enumerable.Range(1, PrivacyNotice.Editions.Count), PrivacyNotice.Editions.Select(edition => edition.Version));
        Assert.All(PrivacyNotice.Editions, edition => Assert.NotNull(Terms.Find($"PrivacyNotice.{edition.Version}")));
    }

    [Fact]
    public async Task Who_agrees_is_asked_once_for_each_version_and_told_when_it_was()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var resident = await server.AsAsync("resident-1");
        using var other = await server.AsAsync("resident-2");
        var current = PrivacyNotice.Current.Version;
        Assert.False((bool)(await resident.GetAsync("/api/v1/me/privacy")).Expect(HttpStatusCode.OK)["agreed"]!);
        foreach (var version in (int?[])[null, 0, current + 1])
            Assert.NotNull((await resident.PostAsync("/api/v1/me/privacy", new { version })).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["version"]);
        Assert.NotNull((await resident.SubmitAsync(new { privacyVersion = current + 1 })).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["privacyVersion"]);

        (await resident.SubmitAsync(new { privacyVersion = current })).Expect(HttpStatusCode.Created);
        await resident.AdvanceAsync("PT1H");
        var again = (await resident.PostAsync("/api/v1/me/privacy", new { version = current })).Expect(HttpStatusCode.OK);
        var agreement = Assert.Single(again["agreements"].AsArray())!;
        Assert.Equal((true, current, "report"), ((bool)again["agreed"]!, (int)agreement["version"]!, (string)agreement["place"]!));
        Assert.StartsWith("2026-05-15T09:3", (string)agreement["agreedAt"]!, StringComparison.Ordinal);
        Assert.False((bool)(await other.GetAsync("/api/v1/me/privacy"))["agreed"]!);

        using var page = await PageClient.SignInAsync(server.Address, "resident-2");
        using var agreed = await page.PostAsync("/privacy", "/privacy", ("version", $"{current}"));
        Assert.Equal("/privacy?done=agreed", agreed.Headers.Location?.ToString());
        using var shown = await page.GetAsync("/privacy?done=agreed");
        var html = WebUtility.HtmlDecode(await shown.Content.ReadAsStringAsync(Ct));
        Assert.Contains("已同意，时间记在下面", html, StringComparison.Ordinal);
        Assert.Contains($"同意第 {current} 版", html, StringComparison.Ordinal);
        Assert.DoesNotContain("您还没有同意过", html, StringComparison.Ordinal);
        Assert.True((bool)(await other.GetAsync("/api/v1/me/privacy"))["agreed"]!);
    }
}
