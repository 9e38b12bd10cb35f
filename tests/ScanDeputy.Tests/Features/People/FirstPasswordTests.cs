using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People;

/// <summary>A password that somebody else has made opens one door only: to where its owner sets another one.</summary>
public sealed class FirstPasswordTests : IAsyncLifetime
{
    private const string First = "first-word-of-all";
    private const string Own = "paper boat under the bridge";
    private TestServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await WriteAsync("update users set password_hash = @Hash, password_must_change = 1 where user_name in ('keeper-1', 'committee-1', 'admin-1')", new PasswordHasher<string>().HashPassword("", First));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Every_other_call_is_refused_until_it_is_changed()
    {
        using var keeper = await SignInAsync("keeper-1", First, mustChange: true);
        foreach (var path in (string[])["me", "cases", "alerts", "stations", "calendar/2026"])
            (await keeper.GetAsync($"/api/v1/{path}")).Expect(HttpStatusCode.Forbidden, "password_must_change");
        foreach (var path in (string[])["cases", "me/away", "auth/phone", "attachments"])
            (await keeper.PostAsync($"/api/v1/{path}")).Expect(HttpStatusCode.Forbidden, "password_must_change");

        (await ChangeAsync(keeper, First, Own)).Expect(HttpStatusCode.OK);
        (await keeper.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        using var later = await SignInAsync("keeper-1", Own, mustChange: false);
        (await later.GetAsync("/api/v1/cases")).Expect(HttpStatusCode.OK);
        using var nobody = _server.Anonymous();
        (await nobody.PostAsync("/api/v1/auth/password", new { userName = "keeper-1", password = First })).Expect(HttpStatusCode.Unauthorized, "sign_in_failed");
        Assert.Equal(1, await CountAsync("select count(*) from account_changes where kind = 'passwordChanged'"));
    }

    [Fact]
    public async Task Who_came_by_WeChat_is_not_asked_and_who_has_no_password_has_none_to_change()
    {
        using var weChat = await _server.AsAsync("keeper-1");
        (await weChat.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        await WriteAsync("update users set password_hash = null where user_name = 'keeper-1'");
        (await ChangeAsync(weChat, First, Own)).Expect(HttpStatusCode.Conflict, "no_password");
        using var page = await PageClient.SignInAsync(_server.Address, "keeper-1");
        using var answer = await page.GetAsync("/account/password");
        Assert.Contains("这个账号没有密码", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_other_sessions_end_and_this_one_goes_on()
    {
        using var first = await SignInAsync("committee-1", First, mustChange: true);
        using var second = await SignInAsync("committee-1", First, mustChange: true);
        using var weChat = await _server.AsAsync("committee-1");
        var changed = (await ChangeAsync(first, First, Own)).Expect(HttpStatusCode.OK);
        Assert.Equal(2, (int)changed["sessions"]!);
        (await second.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        (await weChat.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        (await first.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(First, "short", "newPassword")]
    [InlineData(First, "password123456", "newPassword")]
    [InlineData(First, "keeper-1keeper-1", "newPassword")]
    [InlineData(First, First, "newPassword")]
    [InlineData("not my password", Own, "oldPassword")]
    [InlineData("", Own, "oldPassword")]
    [InlineData(First, "", "newPassword")]
    public async Task A_bad_change_names_its_field_in_both_places(string old, string wanted, string field)
    {
        using var keeper = await SignInAsync("keeper-1", First, mustChange: true);
        var refused = (await ChangeAsync(keeper, old, wanted)).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        var text = (string)refused["errors"][field]![0]!;
        using var page = await EnterAsync("keeper-1", First);
        using var answer = await page.PostAsync("/account/password", "/account/password", ("oldPassword", old), ("newPassword", wanted), ("again", wanted));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Contains($"<a href=\"#{field}\">{text}</a>", html, StringComparison.Ordinal);
        Assert.All(new[] { old, wanted }.Where(word => word.Length > 0), word => Assert.DoesNotContain($"\"{word}\"", html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wrong_old_passwords_count_as_wrong_passwords_do()
    {
        using var keeper = await SignInAsync("keeper-1", First, mustChange: true);
        for (var i = 0; i < 5; i++)
            (await ChangeAsync(keeper, "wrong", Own)).Expect(HttpStatusCode.UnprocessableEntity);
        (await ChangeAsync(keeper, First, Own)).Expect(HttpStatusCode.TooManyRequests, "too_many_requests");
    }

    [Fact]
    public async Task Of_two_changes_at_once_one_counts()
    {
        using var keeper = await SignInAsync("keeper-1", First, mustChange: true);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => ChangeAsync(keeper, First, $"{Own} {i}")));
        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Equal(1, await CountAsync("select count(*) from account_changes where kind = 'passwordChanged'"));
    }

    [Fact]
    public async Task Pages_lead_to_the_form_and_on_to_where_somebody_wanted_to_go()
    {
        using var page = new PageClient(_server.Address);
        using var entered = await page.PostAsync("/login?returnUrl=%2Fadmin%2Fpolicies", "/login", ("userName", "admin-1"), ("password", First), ("returnUrl", "/admin/policies"));
        Assert.Equal("/account/password?returnUrl=%2Fadmin%2Fpolicies", entered.Headers.Location!.OriginalString);
        foreach (var path in (string[])["/", "/work", "/admin/policies?x=1", "/alerts", "/jobs", "/photos/0123"])
        {
            using var closed = await page.GetAsync(path);
            Assert.Equal($"/account/password?returnUrl={Uri.EscapeDataString(path)}", closed.Headers.Location?.OriginalString);
        }

        foreach (var path in (string[])["/css/site.css", "/healthz/live", "/privacy", "/login"])
        {
            using var open = await page.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        }

        using var differs = await page.PostAsync("/account/password", "/account/password", ("oldPassword", First), ("newPassword", Own), ("again", Own + "!"));
        Assert.Contains("两次输入的新密码不一样", await differs.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var done = await page.PostAsync("/account/password", "/account/password", ("oldPassword", First), ("newPassword", Own), ("again", Own), ("returnUrl", "/admin/policies"));
        Assert.Equal("/admin/policies", done.Headers.Location!.OriginalString);
        using var there = await page.GetAsync("/admin/policies");
        Assert.Equal(HttpStatusCode.OK, there.StatusCode);

        using var again = await page.PostAsync("/account/password", "/account/password", ("oldPassword", Own), ("newPassword", Own + " 2"), ("again", Own + " 2"));
        Assert.Equal("/account/password?done=true", again.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_form_that_waits_for_the_sign_in_waits_for_the_new_password_too()
    {
        using var browser = new TabbedBrowser(_server.Address);
        await browser.EnterAsync("admin-1");
        var token = await browser.TokenAsync("/admin/people");
        await browser.PostAsync("/logout", await browser.TokenAsync("/"));
        using var late = await browser.PostAsync("/admin/people/unbind", token, ("reason", "换了微信，路灯"));
        var kept = KeptIn(await late.Content.ReadAsStringAsync(Ct));
        using var entered = await browser.PostAsync("/login", await browser.TokenAsync("/login"), ("userName", "admin-1"), ("password", First), ("kept", kept));
        var form = await entered.Content.ReadAsStringAsync(Ct);
        Assert.Contains("设置新密码", form, StringComparison.Ordinal);
        using var done = await browser.PostAsync("/account/password", await browser.TokenAsync("/account/password"), ("oldPassword", First), ("newPassword", Own), ("again", Own), ("kept", KeptIn(form)));
        Assert.Contains("换了微信，路灯", WebUtility.HtmlDecode(await done.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
    }

    private static string KeptIn(string page)
    {
        var found = System.Text.RegularExpressions.Regex.Match(page, "name=\"kept\" value=\"(?<kept>[^\"]+)\"", System.Text.RegularExpressions.RegexOptions.CultureInvariant, TimeSpan.FromSeconds(20));
        Assert.True(found.Success, page);
        return WebUtility.HtmlDecode(found.Groups["kept"].Value);
    }

    private async Task<ApiClient> SignInAsync(string userName, string password, bool mustChange)
    {
        using var nobody = _server.Anonymous();
        var answer = (await nobody.PostAsync("/api/v1/auth/password", new { userName, password })).Expect(HttpStatusCode.OK);
        Assert.Equal(mustChange, (bool)answer["mustChangePassword"]!);
        return new ApiClient(_server.Address, (string)answer["accessToken"]!);
    }

    private async Task<PageClient> EnterAsync(string userName, string password)
    {
        var page = new PageClient(_server.Address);
        using var entered = await page.PostAsync("/login", "/login", ("userName", userName), ("password", password));
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        return page;
    }

    private static Task<ApiAnswer> ChangeAsync(ApiClient client, string oldPassword, string newPassword) =>
        client.PostAsync("/api/v1/auth/password/change", new { oldPassword, newPassword });

    private Database Database => _server.Services.GetRequiredService<Database>();

    private Task WriteAsync(string sql, string? hash = null) => Database.WriteAsync(scope => scope.ExecuteAsync(sql, new { Hash = hash }), Ct);

    private Task<long> CountAsync(string sql) => Database.ReadAsync(connection => Dapper.SqlMapper.ExecuteScalarAsync<long>(connection, sql), Ct);
}
