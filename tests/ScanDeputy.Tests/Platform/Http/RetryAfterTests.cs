using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Http;

/// <summary>Whoever comes again when the header says, is let in; a second earlier, is not.</summary>
public sealed class RetryAfterTests
{
    [Fact]
    public async Task A_blocked_account_is_told_the_rest_of_its_quarter_of_an_hour_by_the_API_and_by_the_page()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        using var page = new PageClient(server.Address);
        var right = new { userName = "committee-1", password = "scandeputy-demo" };
        for (var i = 0; i < 5; i++)
            (await client.PostAsync("/api/v1/auth/password", new { right.userName, password = "wrong" })).Expect(HttpStatusCode.Unauthorized, "sign_in_failed");
        await client.AdvanceAsync("PT5M");

        var wait = (await client.PostAsync("/api/v1/auth/password", right)).Expect(HttpStatusCode.TooManyRequests, "too_many_requests").Headers.RetryAfter!.Delta!.Value;
        Assert.InRange(wait, TimeSpan.FromSeconds(590), TimeSpan.FromMinutes(10));
        using var shown = await page.PostAsync("/login", "/login", ("userName", right.userName), ("password", right.password));
        Assert.Equal(HttpStatusCode.TooManyRequests, shown.StatusCode);
        Assert.InRange(shown.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(580), wait);

        await client.AdvanceAsync($"PT{(int)wait.TotalSeconds - 20}S");
        (await client.PostAsync("/api/v1/auth/password", right)).Expect(HttpStatusCode.TooManyRequests);
        await client.AdvanceAsync("PT20S");
        (await client.PostAsync("/api/v1/auth/password", right)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Limits_of_calls_and_forms_tell_the_time_until_the_oldest_use_leaves_the_window()
    {
        await using var server = await TestServer.StartAsync(settings: ["--Limits:Enabled", "true", "--Limits:SignInsPerAddress", "2", "--Limits:WritesPerAddress", "0"]);
        using var client = server.Anonymous();
        using var page = new PageClient(server.Address);
        var wrong = new { userName = "nobody-here", password = "wrong" };
        for (var i = 0; i < 2; i++)
            (await client.PostAsync("/api/v1/auth/password", wrong)).Expect(HttpStatusCode.Unauthorized);
        var wait = (await client.PostAsync("/api/v1/auth/password", wrong)).Expect(HttpStatusCode.TooManyRequests).Headers.RetryAfter!.Delta!.Value;
        Assert.InRange(wait, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        using var shown = await page.PostAsync("/login", "/login", ("userName", wrong.userName), ("password", wrong.password));
        Assert.Equal(HttpStatusCode.TooManyRequests, shown.StatusCode);
        Assert.InRange(shown.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(9), wait);
    }
}
