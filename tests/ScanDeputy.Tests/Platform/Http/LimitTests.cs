using System.Net;
using ScanDeputy.Server.Platform;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Http;

/// <summary>Limits as callers meet them: who is refused, who is not, and what the refusal says.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Eleventh_report_of_a_person_in_ten_minutes_is_refused_with_a_time_to_come_back()
    {
        await using var server = await StartAsync();
        using var resident = await server.AsAsync("resident-1");
        for (var i = 0; i < 10; i++)
            (await resident.SubmitAsync()).Expect(HttpStatusCode.Created);

        var refused = (await resident.SubmitAsync()).Expect(HttpStatusCode.TooManyRequests, "too_many_requests");

        Assert.Equal("操作太频繁，请稍后再试。", (string)refused["detail"]!);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        using var another = await server.AsAsync("resident-2");
        (await another.SubmitAsync()).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Report_sent_again_under_its_key_gets_its_answer_at_the_limit_too()
    {
        await using var server = await StartAsync("--Limits:SubmissionsPerUser", "2");
        using var resident = await server.AsAsync("resident-1");
        var first = (await resident.SubmitAsync(key: "one")).Expect(HttpStatusCode.Created);
        (await resident.SubmitAsync(key: "two")).Expect(HttpStatusCode.Created);

        for (var i = 0; i < 3; i++)
            Assert.Equal((string)first["id"]!, (string)(await resident.SubmitAsync(key: "one")).Expect(HttpStatusCode.Created)["id"]!);
        (await resident.SubmitAsync(key: "three")).Expect(HttpStatusCode.TooManyRequests, "too_many_requests");
    }

    [Fact]
    public async Task Station_takes_so_many_reports_whoever_sends_them()
    {
        await using var server = await StartAsync("--Limits:SubmissionsPerStation", "3");
        using var one = await server.AsAsync("resident-1");
        using var two = await server.AsAsync("resident-2");
        (await one.SubmitAsync()).Expect(HttpStatusCode.Created);
        (await two.SubmitAsync()).Expect(HttpStatusCode.Created);
        (await one.SubmitAsync()).Expect(HttpStatusCode.Created);

        (await two.SubmitAsync()).Expect(HttpStatusCode.TooManyRequests, "too_many_requests");

        var codes = (await one.GetAsync("/sandbox/station-codes"))["items"].AsArray();
        var elsewhere = codes.First(item => (string)item!["station"]!["id"]! != (string)codes[0]!["station"]!["id"]!)!["code"]!;
        (await two.SubmitAsync(new { stationCode = (string)elsewhere! })).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Address_makes_so_many_writing_calls_and_reads_on()
    {
        await using var server = await StartAsync("--Limits:WritesPerAddress", "3");
        using var nobody = server.Anonymous();
        for (var i = 0; i < 3; i++)
            (await nobody.PostAsync("/api/v1/auth/wechat", new { code = "made-up" })).Expect(HttpStatusCode.Unauthorized);

        var refused = (await nobody.PostAsync("/api/v1/auth/wechat", new { code = "made-up" })).Expect(HttpStatusCode.TooManyRequests, "too_many_requests");

        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        (await nobody.GetAsync("/api/v1/stations?district=371311")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Passwords_are_limited_by_address_across_accounts_on_api_and_page_together()
    {
        await using var server = await StartAsync("--Limits:SignInsPerAddress", "3");
        using var nobody = server.Anonymous();
        for (var i = 0; i < 3; i++)
            (await nobody.PostAsync("/api/v1/auth/password", new { userName = $"nobody-{i}", password = "wrong" })).Expect(HttpStatusCode.Unauthorized);

        (await nobody.PostAsync("/api/v1/auth/password", new { userName = "nobody-3", password = "wrong" })).Expect(HttpStatusCode.TooManyRequests, "too_many_requests");
        using var page = new PageClient(server.Address);
        using var answer = await page.PostAsync("/login", "/login", ("userName", "committee-1"), ("password", "scandeputy-demo"));
        await ExpectRefusalPageAsync(answer);
    }

    [Fact]
    public async Task Refused_report_form_comes_back_with_what_was_typed()
    {
        await using var server = await StartAsync("--Limits:SubmissionsPerUser", "1");
        using var api = await server.AsAsync("resident-1");
        (await api.SubmitAsync()).Expect(HttpStatusCode.Created);
        var code = await api.FirstStationCodeAsync();
        var category = (string)(await api.GetAsync($"/api/v1/station-codes/{code}"))["categories"][0]!["id"]!;
        using var page = await PageClient.SignInAsync(server.Address, "resident-1");

        using var answer = await page.PostAsync(
            $"/s/{code}/report", $"/s/{code}/report", ("key", "form-1"), ("categoryId", category), ("text", ApiClient.LongEnough), ("similarSeen", "true"));

        Assert.Contains(ApiClient.LongEnough, await ExpectRefusalPageAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_of_an_address_at_its_limit_is_answered_by_a_page()
    {
        await using var server = await StartAsync("--Limits:WritesPerAddress", "2");
        using var page = new PageClient(server.Address);
        for (var i = 0; i < 2; i++)
            using (await page.PostAsync("/login", "/login", ("userName", ""))) { }

        using var answer = await page.PostAsync("/login", "/login", ("userName", ""));

        await ExpectRefusalPageAsync(answer);
    }

    [Fact]
    public async Task Demo_is_not_limited_because_a_handful_of_people_stand_for_everybody()
    {
        await using var server = await TestServer.StartAsync();
        using var resident = await server.AsAsync("resident-1");
        for (var i = 0; i < 15; i++)
            (await resident.SubmitAsync()).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Limit_that_is_no_number_refuses_the_start()
    {
        var refusal = await Assert.ThrowsAsync<RefuseToStartException>(() => StartAsync("--Limits:WritesPerAddress", "many"));
        Assert.Contains("Limits__", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<TestServer> StartAsync(params string[] settings) => TestServer.StartAsync(null, null, ["--Limits:Enabled", "true", .. settings]);

    private static async Task<string> ExpectRefusalPageAsync(HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("操作太频繁，请稍后再试。", html, StringComparison.Ordinal);
        return html;
    }
}
