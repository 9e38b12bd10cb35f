using System.Net;
using ScanDeputy.Server.Pages;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Pages;

/// <summary>Wherever a page leads on, to an address that somebody typed, the header is ASCII and leads to the same place.</summary>
public sealed class RedirectTests : IAsyncLifetime
{
    private static readonly (string ReturnUrl, string Location)[] Addresses =
    [
        ("/work?q=路灯", "/work?q=%E8%B7%AF%E7%81%AF"),
        ("/work?q=%E8%B7%AF%E7%81%AF", "/work?q=%E8%B7%AF%E7%81%AF"),
        ("/work?q=路灯%20a b", "/work?q=%E8%B7%AF%E7%81%AF%20a%20b"),
        ("/路/灯#到这里", "/%E8%B7%AF/%E7%81%AF#%E5%88%B0%E8%BF%99%E9%87%8C"),
        ("/work?q=😀", "/work?q=%F0%9F%98%80"),
        ("/work?q=ä\u00a0é", "/work?q=%C3%A4%C2%A0%C3%A9"),
        ("/work?q=a&b=c%2Fd+e", "/work?q=a&b=c%2Fd+e"),
    ];

    private static readonly string[] Outside = ["//路灯.example/", "/\\路灯.example/", "https://路灯.example/", "/work\r\nx: 路灯", "路灯"];

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/login", "/login")]
    [InlineData("/login", "/sandbox/personas/committee-1/enter")]
    public async Task Signing_in_leads_on_to_where_somebody_wanted_to_go(string formPage, string action)
    {
        foreach (var (returnUrl, location) in Addresses.Concat(Outside.Select(outside => (outside, "/work"))))
        {
            using var page = new PageClient(_server.Address);
            using var answer = await page.PostAsync(formPage, action, ("userName", "committee-1"), ("password", "scandeputy-demo"), ("returnUrl", returnUrl));
            Assert.Equal((HttpStatusCode.Redirect, location), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        }
    }

    [Fact]
    public async Task Signing_in_is_asked_for_with_the_address_that_was_wanted()
    {
        using var page = new PageClient(_server.Address);
        foreach (var path in (string[])["/work?q=路灯", "/cases/路灯", "/admin/people?x=😀"])
        {
            using var asked = await page.GetAsync(path);
            Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
            Assert.All(asked.Headers.Location!.OriginalString, sign => Assert.True(char.IsAscii(sign)));
            using var login = await page.GetAsync(asked.Headers.Location.PathAndQuery);
            Assert.Equal(HttpStatusCode.OK, login.StatusCode);
        }

        using var resident = await PageClient.SignInAsync(_server.Address, "resident-1");
        using var denied = await resident.GetAsync("/work?q=路灯");
        Assert.Equal(HttpStatusCode.Redirect, denied.StatusCode);
        Assert.StartsWith("/denied", denied.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("admin-1", "/admin/parked", "/admin/parked?status=路灯", "id")]
    [InlineData("admin-1", "/admin/deliveries", "/admin/deliveries?status=路灯", "id")]
    [InlineData("resident-1", "/alerts", "/alerts?x=路灯", "caseId")]
    [InlineData("resident-1", "/alerts", "/cases/路灯/withdraw", "reason")]
    [InlineData("resident-1", "/alerts", "/cases/路灯?handler=unfollow", "id")]
    [InlineData("resident-1", "/alerts", "/s/路灯/report", "follow")]
    public async Task No_form_with_a_Chinese_address_or_value_is_a_fault(string persona, string formPage, string action, string field)
    {
        using var page = await PageClient.SignInAsync(_server.Address, persona);
        using var answer = await page.PostAsync(formPage, action, (field, "路灯"));
        Assert.True((int)answer.StatusCode < 500, $"{action}: {answer.StatusCode}");
    }

    [Fact]
    public void What_is_not_ASCII_is_encoded_and_the_rest_stays()
    {
        foreach (var (typed, location) in Addresses)
            Assert.Equal(location, AsciiRedirects.Encode(typed));
        Assert.Equal("/%EF%BF%BD", AsciiRedirects.Encode("/\ud800"));
    }
}
