using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People;

/// <summary>Whoever has an office is signed out after half an hour without a call, and after some hours whatever they do; residents are not.</summary>
public sealed class StaffSessionTests
{
    [Fact]
    public async Task Staff_are_signed_out_when_idle_and_when_their_time_is_over()
    {
        await using var server = await TestServer.StartWithoutPastAsync("--Sessions:StaffIdle", "00:30:00", "--Sessions:StaffLife", "04:00:00");
        using var clock = server.Anonymous();
        var (busy, idle, resident) = (await SignInAsync(clock, "committee-1"), await SignInAsync(clock, "government-1"), await SignInAsync(clock, "resident-1"));
        using var page = await PageClient.SignInAsync(server.Address, "admin-1");
        for (var minutes = 20; minutes <= 60; minutes += 20)
        {
            await clock.AdvanceAsync("PT20M");
            Assert.Equal(HttpStatusCode.OK, await AskAsync(server, busy));
            Assert.Equal(HttpStatusCode.OK, await LookAsync(page));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(server, idle));
        // Asking has not brought it back, and its refresh token does not either.
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(server, idle));
        (await RefreshAsync(clock, idle)).Expect(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, resident));

        for (var minutes = 60; minutes < 220; minutes += 20)
        {
            await clock.AdvanceAsync("PT20M");
            Assert.Equal(HttpStatusCode.OK, await AskAsync(server, busy));
        }

        await clock.AdvanceAsync("PT20M");
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(server, busy));
        (await RefreshAsync(clock, busy)).Expect(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal(HttpStatusCode.Redirect, await LookAsync(page));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, resident));
        (await RefreshAsync(clock, resident)).Expect(HttpStatusCode.OK);
        // Signing in again is all that is needed.
        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, await SignInAsync(clock, "committee-1")));
    }

    private static Task<ApiAnswer> SignInAsync(ApiClient client, string persona) => client.PostAsync($"/sandbox/personas/{persona}/token");

    private static Task<ApiAnswer> RefreshAsync(ApiClient client, ApiAnswer signedIn) => client.PostAsync("/api/v1/auth/refresh", new { refreshToken = (string)signedIn["refreshToken"]! });

    private static async Task<HttpStatusCode> AskAsync(TestServer server, ApiAnswer signedIn)
    {
        using var client = new ApiClient(server.Address, (string)signedIn["accessToken"]!);
        return (await client.GetAsync("/api/v1/me")).Status;
    }

    private static async Task<HttpStatusCode> LookAsync(PageClient page)
    {
        using var answer = await page.GetAsync("/work");
        return answer.StatusCode;
    }
}
