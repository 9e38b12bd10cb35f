using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.People.SecondFactor;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People.SecondFactor;

/// <summary>A code of an authenticator beside the password, on page and API: who must have one, that each code counts once, and every way around it.</summary>
public sealed partial class SecondFactorTests : IAsyncLifetime
{
    private const string Password = "scandeputy-demo";
    private TestServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(null, null, "--SecondFactor:RequiredFor", "administrator,supervisor");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Whoever_must_have_one_sets_it_up_first_and_each_code_counts_once()
    {
        using var other = await _server.AsAsync("supervisor-1");
        (await other.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        var entered = (await SignInAsync("supervisor-1")).Expect(HttpStatusCode.OK);
        Assert.True((bool)entered["mustEnrolTotp"]!);
        using var client = new ApiClient(_server.Address, (string)entered["accessToken"]!);
        foreach (var path in (string[])["me", "cases", "alerts", "stations"])
            (await client.GetAsync($"/api/v1/{path}")).Expect(HttpStatusCode.Forbidden, "totp_must_enrol");
        Assert.True((bool)(await client.GetAsync("/api/v1/auth/totp")).Expect(HttpStatusCode.OK)["required"]!);

        (await client.PostAsync("/api/v1/auth/totp/confirm", new { code = "123456" })).Expect(HttpStatusCode.Conflict, "totp_not_begun");
        (await client.PostAsync("/api/v1/auth/totp", new { password = "wrong" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        var begun = (await client.PostAsync("/api/v1/auth/totp", new { password = Password })).Expect(HttpStatusCode.OK);
        var secret = (string)begun["secret"]!;
        Assert.StartsWith("otpauth://totp/", (string)begun["uri"]!, StringComparison.Ordinal);
        // Begun is not enough.
        (await SignInAsync("supervisor-1")).Expect(HttpStatusCode.OK);
        (await client.PostAsync("/api/v1/auth/totp/confirm", new { code = Wrong(secret) })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        var first = CodeOf(secret);
        var confirmed = (await client.PostAsync("/api/v1/auth/totp/confirm", new { code = first })).Expect(HttpStatusCode.OK);
        var recovery = confirmed["recoveryCodes"].AsArray().Select(code => (string)code!).ToList();
        Assert.Equal(10, recovery.Distinct(StringComparer.Ordinal).Count());
        (await client.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        (await other.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        (await client.PostAsync("/api/v1/auth/totp", new { password = Password })).Expect(HttpStatusCode.Conflict, "totp_enrolled");

        (await SignInAsync("supervisor-1")).Expect(HttpStatusCode.Unauthorized, "totp_required");
        (await SignInAsync("supervisor-1", first)).Expect(HttpStatusCode.Unauthorized, "totp_invalid");
        await client.AdvanceAsync("PT30S");
        var second = CodeOf(secret);
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SignInAsync("supervisor-1", $"{second[..3]} {second[3..]}")));
        Assert.Equal(1, atOnce.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.False((bool)atOnce.Single(answer => answer.Status == HttpStatusCode.OK)["mustEnrolTotp"]!);
        (await SignInAsync("supervisor-1", recovery[0].ToUpperInvariant())).Expect(HttpStatusCode.OK);
        (await SignInAsync("supervisor-1", recovery[0])).Expect(HttpStatusCode.Unauthorized, "totp_invalid");
        Assert.Equal(9, (int)(await client.GetAsync("/api/v1/auth/totp"))["recoveryCodesLeft"]!);

        // The password alone is right: the codes have tries of their own.
        for (var i = 1; i < 5; i++)
            (await SignInAsync("supervisor-1", Wrong(secret))).Expect(HttpStatusCode.Unauthorized, "totp_invalid");
        (await SignInAsync("supervisor-1", Wrong(secret))).Expect(HttpStatusCode.TooManyRequests, "too_many_requests");
        await client.AdvanceAsync("PT16M");
        (await SignInAsync("supervisor-1", CodeOf(secret))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task No_way_leads_around_it_and_it_ends_with_the_account()
    {
        using var client = new ApiClient(_server.Address, (string)(await SignInAsync("supervisor-2")).Expect(HttpStatusCode.OK)["accessToken"]!);
        var secret = (string)(await client.PostAsync("/api/v1/auth/totp", new { password = Password })).Expect(HttpStatusCode.OK)["secret"]!;
        (await client.PostAsync("/api/v1/auth/totp/confirm", new { code = CodeOf(secret) })).Expect(HttpStatusCode.OK);
        var id = (string)(await client.GetAsync("/api/v1/me"))["id"]!;

        // The phone that is registered for it, in somebody else's hands.
        var persona = (await _server.Services.GetRequiredService<Personas>().FindAsync("supervisor-2", Ct))!;
        var weChat = _server.Services.GetRequiredService<EmbeddedSandbox>().Control;
        var phone = weChat.FindUser(persona.OpenId)!.Phone!;
        await WriteAsync("update users set openid_hash = null, openid_encrypted = null where id = @id", id);
        var stranger = weChat.PutUser(phone: phone).OpenId;
        using var nobody = _server.Anonymous();
        using var thief = new ApiClient(_server.Address, (string)(await nobody.PostAsync("/api/v1/auth/wechat", new { code = weChat.IssueLoginCode(stranger) }))["accessToken"]!);
        (await thief.PostAsync("/api/v1/auth/phone", new { code = weChat.IssuePhoneCode(stranger) })).Expect(HttpStatusCode.Unauthorized, "totp_required");
        (await thief.PostAsync("/api/v1/auth/phone", new { code = weChat.IssuePhoneCode(stranger), totp = Wrong(secret) })).Expect(HttpStatusCode.Unauthorized, "totp_invalid");
        var visit = _server.Services.GetRequiredService<Server.Features.People.SignIn.FirstVisit>();
        Assert.Equal("not by a text message", await Database.WriteAsync(async scope => await visit.FindOrCreateAsync(scope, PhoneNumber.Parse(phone)!) ?? "not by a text message", Ct));

        // It is theirs: the code says so.
        await client.AdvanceAsync("PT30S");
        (await thief.PostAsync("/api/v1/auth/phone", new { code = weChat.IssuePhoneCode(stranger), totp = CodeOf(secret) })).Expect(HttpStatusCode.OK);

        using var admin = await _server.AsAsync("admin-1");
        var own = (string)(await admin.GetAsync("/api/v1/me"))["id"]!;
        (await admin.PostAsync($"/api/v1/admin/staff/{own}/totp/reset")).Expect(HttpStatusCode.Conflict, "own_account");
        Assert.True((bool)(await admin.GetAsync($"/api/v1/admin/staff/{id}"))["hasTotp"]!);
        (await admin.PostAsync($"/api/v1/admin/staff/{id}/totp/reset")).Expect(HttpStatusCode.OK);
        (await client.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        var again = (await SignInAsync("supervisor-2")).Expect(HttpStatusCode.OK);
        Assert.True((bool)again["mustEnrolTotp"]!);
        Assert.Equal(["totpEnrolled", "totpReset"], await ListAsync("select kind from account_changes where user_id = @id and kind like 'totp%' order by id", id));

        using var later = new ApiClient(_server.Address, (string)again["accessToken"]!);
        var next = (string)(await later.PostAsync("/api/v1/auth/totp", new { password = Password })).Expect(HttpStatusCode.OK)["secret"]!;
        (await later.PostAsync("/api/v1/auth/totp/confirm", new { code = CodeOf(next) })).Expect(HttpStatusCode.OK);
        (await admin.PostAsync($"/api/v1/admin/staff/{id}/leave", new { })).Expect(HttpStatusCode.OK);
        Assert.Empty(await ListAsync("select code_hash from recovery_codes where user_id = @id", id));
        Assert.Empty(await ListAsync("select totp_encrypted from users where id = @id and totp_encrypted is not null", id));
    }

    [Fact]
    public async Task Pages_ask_for_it_in_a_second_step_and_lead_to_where_it_is_set_up()
    {
        using var page = new PageClient(_server.Address);
        (string, string)[] right = [("userName", "admin-1"), ("password", Password), ("returnUrl", "/admin/policies")];
        using var entered = await page.PostAsync("/login", "/login", right);
        Assert.Equal("/account/second-factor?returnUrl=%2Fadmin%2Fpolicies", entered.Headers.Location!.OriginalString);
        using var closed = await page.GetAsync("/admin/staff");
        Assert.Equal("/account/second-factor?returnUrl=%2Fadmin%2Fstaff", closed.Headers.Location!.OriginalString);

        var shown = await TextAsync(await page.PostAsync("/account/second-factor", "/account/second-factor?handler=begin", ("password", Password)));
        Assert.Contains("<svg", shown, StringComparison.Ordinal);
        var secret = Secret().Match(shown).Groups["secret"].Value.Replace(" ", "", StringComparison.Ordinal);
        var wrong = await TextAsync(await page.PostAsync("/account/second-factor", "/account/second-factor?handler=confirm", ("totp", Wrong(secret))));
        Assert.Contains("href=\"#code\"", wrong, StringComparison.Ordinal);
        Assert.Contains("<svg", wrong, StringComparison.Ordinal);
        using var confirmed = await page.PostAsync("/account/second-factor", "/account/second-factor?handler=confirm", ("totp", CodeOf(secret)), ("returnUrl", "/admin/policies"));
        var codes = await TextAsync(await page.GetAsync(confirmed.Headers.Location!.OriginalString));
        var recovery = Recovery().Matches(codes).Select(match => match.Groups["code"].Value).ToList();
        Assert.Equal(10, recovery.Count);
        using var on = await page.PostAsync("/account/second-factor", "/account/second-factor?handler=on", ("returnUrl", "/admin/policies"));
        Assert.Equal("/admin/policies", on.Headers.Location!.OriginalString);

        using var anyone = _server.Anonymous();
        await anyone.AdvanceAsync("PT30S");
        using var desk = new PageClient(_server.Address);
        var step = await TextAsync(await desk.PostAsync("/login", "/login", right));
        Assert.Contains("第二步", step, StringComparison.Ordinal);
        var pending = Pending().Match(step).Groups["pending"].Value;
        using var before = await desk.GetAsync("/admin/policies");
        Assert.StartsWith("/login", before.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        using var bad = await desk.PostAsync("/login", "/login?handler=code", ("pending", pending), ("totp", Wrong(secret)));
        Assert.Equal(HttpStatusCode.Unauthorized, bad.StatusCode);
        using var forged = await desk.PostAsync("/login", "/login?handler=code", ("pending", pending[..^4] + "AAAA"), ("totp", CodeOf(secret)));
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
        using var done = await desk.PostAsync("/login", "/login?handler=code", ("pending", pending), ("totp", CodeOf(secret)), ("returnUrl", "/admin/policies"));
        Assert.Equal("/admin/policies", done.Headers.Location!.OriginalString);

        await anyone.AdvanceAsync("PT6M");
        using var late = await desk.PostAsync("/login", "/login?handler=code", ("pending", pending), ("totp", CodeOf(secret)));
        Assert.Contains("第一步已经过了 5 分钟", await TextAsync(late), StringComparison.Ordinal);
        using var removed = await desk.PostAsync("/account/second-factor", "/account/second-factor?handler=remove", ("totp", recovery[3]));
        Assert.Equal("/account/second-factor?removed=true", removed.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData(null, "administrator securityAdministrator supervisor")]
    [InlineData("none", "")]
    [InlineData("Auditor, administrator", "auditor administrator")]
    [InlineData("", null)]
    [InlineData("admin", null)]
    [InlineData("administrator,resident", null)]
    [InlineData("administrator,,auditor", null)]
    public void The_setting_names_roles_of_an_office(string? setting, string? required)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(SecondFactorOptions.Setting, setting)]).Build();
        if (required is null)
        {
            Assert.Throws<RefuseToStartException>(() => SecondFactorOptions.Read(configuration));
            return;
        }

        var options = SecondFactorOptions.Read(configuration);
        foreach (var role in Enum.GetValues<Role>())
            Assert.Equal(required.Split(' ').Contains(role.ToString(), StringComparer.OrdinalIgnoreCase), options.IsRequiredFor([role]));
    }

    private string CodeOf(string secret) => new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(_server.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);

    /// <summary>Six digits that are no code of now.</summary>
    private string Wrong(string secret)
    {
        var now = _server.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var near = Enumerable.Range(-2, 5).Select(step => new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(now.AddSeconds(30 * step))).ToHashSet(StringComparer.Ordinal);
        return ((string[])["000000", "111111", "222222", "333333", "444444", "555555"]).First(code => !near.Contains(code));
    }

    private async Task<ApiAnswer> SignInAsync(string userName, string? totp = null)
    {
        using var nobody = _server.Anonymous();
        return await nobody.PostAsync("/api/v1/auth/password", new { userName, password = Password, totp });
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        using (answer)
            return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }

    private Database Database => _server.Services.GetRequiredService<Database>();

    private Task WriteAsync(string sql, string id) => Database.WriteAsync(scope => scope.ExecuteAsync(sql, new { id }), Ct);

    private async Task<List<string>> ListAsync(string sql, string id) =>
        [.. await Database.ReadAsync(connection => Dapper.SqlMapper.QueryAsync<string>(connection, sql, new { id }), Ct)];

    [GeneratedRegex("<code class=\"secret\">(?<secret>[A-Z2-7 ]+)</code>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Secret();

    [GeneratedRegex("<li><code>(?<code>[a-z2-9]{5}-[a-z2-9]{5})</code></li>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Recovery();

    [GeneratedRegex("name=\"pending\" value=\"(?<pending>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Pending();
}
