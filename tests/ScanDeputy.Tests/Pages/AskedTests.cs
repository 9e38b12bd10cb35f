using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Pages;

/// <summary>What cannot be undone asks once, says what follows with its numbers, and has done nothing before somebody says yes.</summary>
public sealed partial class AskedTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private CaseChain _chain = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _chain = new CaseChain(_server);
        await _chain.SubmitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _chain.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>Who, where, what is sent, what the question says, and what is not so before the yes and is after it.</summary>
    public static TheoryData<string, string, string, string[], string, string> Undoable => new()
    {
        { "resident-1", "/cases/{case}", "/withdraw", ["version=1", "reason=物业已经修好了"], "撤回后不再办理，不能恢复", "select status = 'Withdrawn' from cases where id = '{case}'" },
        { "committee-1", "/admin/people", "/leave", ["id={deputy}", "reason=任期届满"], "将移交在办事项 {open} 件", "select count(*) from deputy_departures where deputy_id = '{deputy}'" },
        { "admin-1", "/admin/people", "/close", ["id={supervisor}"], "立即在 1 处退出登录", "select active = 0 from users where id = '{supervisor}'" },
        { "admin-1", "/admin/staff/{supervisor}", "/close", [], "密码和微信绑定作废", "select active = 0 from users where id = '{supervisor}'" },
        { "admin-1", "/admin/staff/{supervisor}", "/password", [], "原来的密码作废", "select password_must_change from users where id = '{supervisor}'" },
        { "admin-1", "/admin/stations/{station}", "/revoke", ["code={code}", "reason=站牌丢失"], "不能恢复；已张贴的站牌要换成新码", "select count(*) from station_codes where code = '{code}' and revoked_at is not null" },
    };

    [Theory]
    [MemberData(nameof(Undoable))]
    public async Task What_cannot_be_undone_asks_once(string persona, string page, string step, string[] fields, string said, string done)
    {
        using var supervisor = await _server.AsAsync("supervisor-1");
        var known = await KnownAsync();
        using var client = await PageClient.SignInAsync(_server.Address, persona);
        page = Fill(page, known);
        (string, string)[] typed = [.. fields.Select(field => Fill(field, known).Split('=')).Select(pair => (pair[0], pair[1])), ("key", "asked-1")];
        using var asked = await client.PostAsync(page, page + step, typed);
        var html = await asked.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Contains(Fill(said, known), html, StringComparison.Ordinal);
        Assert.Contains("tabindex=\"-1\" autofocus", html, StringComparison.Ordinal);
        Assert.Equal(0, await NumberAsync(Fill(done, known)));

        var form = Assert.Single(PageForms.On(html, page), one => one.Fields.Contains(("confirmed", "true")));
        using var answer = await client.PostAsync(page, form.Action, [.. form.Fields]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(1, await NumberAsync(Fill(done, known)));
    }

    [Fact]
    public async Task What_is_wrong_is_said_before_anything_is_asked()
    {
        using var resident = await PageClient.SignInAsync(_server.Address, "resident-1");
        var page = $"/cases/{_chain.CaseId}";
        using var committee = await PageClient.SignInAsync(_server.Address, "committee-1");
        using var merge = await committee.PostAsync(page, $"{page}/merge", ("version", "1"), ("intoCaseId", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, merge.StatusCode);
        using var stale = await resident.PostAsync(page, $"{page}/withdraw", ("version", "7"), ("reason", "修好了"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
    }

    [Fact]
    public async Task Limits_are_published_after_their_changes_were_seen()
    {
        using var admin = await PageClient.SignInAsync(_server.Address, "admin-1");
        using var opened = await admin.GetAsync("/admin/policies");
        var typed = Typed().Matches(await opened.Content.ReadAsStringAsync(Ct)).Select(field => (field.Groups["name"].Value, field.Groups["value"].Value))
            .Where(field => field.Item1 is not ("triageLimit" or "key" or "seen" or "version" or "__RequestVerificationToken")).Append(("triageLimit", "5")).ToArray();
        var versions = await NumberAsync("select count(*) from policies");
        using var first = await admin.PostAsync("/admin/policies", "/admin/policies/save", typed);
        var html = await first.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Contains("若在办环节也按此计算", html, StringComparison.Ordinal);
        Assert.Equal(versions, await NumberAsync("select count(*) from policies"));

        var seen = Seen().Match(html).Groups["seen"].Value;
        using var other = await admin.PostAsync("/admin/policies", "/admin/policies/save", [.. typed[..^1], ("triageLimit", "6"), ("seen", seen)]);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var saved = await admin.PostAsync("/admin/policies", "/admin/policies/save", [.. typed, ("seen", seen), ("key", "limits-1")]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.InRange(await NumberAsync("select count(*) from policies"), versions + 1, versions + 2);
    }

    private static string Fill(string text, Dictionary<string, string> known) => known.Aggregate(text, (filled, pair) => filled.Replace($"{{{pair.Key}}}", pair.Value, StringComparison.Ordinal));

    private async Task<Dictionary<string, string>> KnownAsync()
    {
        var deputy = await TextAsync($"select deputy_id from cases where id = '{_chain.CaseId}'");
        var code = await TextAsync("select min(code) from station_codes where revoked_at is null and station_id in (select id from stations where jurisdiction = '371311')");
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["case"] = _chain.CaseId,
            ["deputy"] = deputy,
            ["open"] = await TextAsync($"select cast(count(*) as char(9)) from cases k where k.deputy_id = '{deputy}' and (k.status in ('Received', 'Answered', 'Adopted', 'HandedOver', 'Assigned', 'Handling', 'Replied', 'Evaluated') or (k.status = 'Closed' and (k.waiting_role is not null or k.expires_on is not null)))"),
            ["supervisor"] = await TextAsync("select id from users where user_name = 'supervisor-1'"),
            ["code"] = code,
            ["station"] = await TextAsync($"select station_id from station_codes where code = '{code}'"),
        };
    }

    private Task<string> TextAsync(string sql) => _server.Services.GetRequiredService<Database>().ReadAsync(connection => connection.QuerySingleAsync<string>(sql), Ct);

    private Task<int> NumberAsync(string sql) => _server.Services.GetRequiredService<Database>().ReadAsync(connection => connection.QuerySingleAsync<int>(sql), Ct);

    [GeneratedRegex("<input[^>]* name=\"(?<name>[^\"]+)\"[^>]* value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Typed();

    [GeneratedRegex("name=\"seen\" value=\"(?<seen>[0-9a-f]{64})\"", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Seen();
}
