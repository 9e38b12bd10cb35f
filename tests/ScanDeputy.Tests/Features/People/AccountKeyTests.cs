using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Domain;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People;

/// <summary>Whose phone and whose WeChat it is: of which country, of a closed account, of whoever verified it last, of staff.</summary>
public sealed class AccountKeyTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private string _lastOpenId = "";

    private ScanDeputy.WeChat.Sandbox.SandboxControl WeChat => _server.Services.GetRequiredService<EmbeddedSandbox>().Control;

    private Database Database => _server.Services.GetRequiredService<Database>();

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Only_the_mainlands_number_is_the_staff_phone_of_these_digits()
    {
        var phone = await PhoneOfAsync("deputy-1");
        await WriteAsync("update users set openid_hash = null, openid_encrypted = null where user_name = 'deputy-1'");
        foreach (var country in new[] { "55", "1", "852", "8", "861" })
        {
            using var stranger = await EnterAsync(WeChat.PutUser(phone: phone, countryCode: country).OpenId);
            var bound = (await BindAsync(stranger)).Expect(HttpStatusCode.OK);
            Assert.Equal(["resident"], RolesOf(bound));
        }

        using var deputy = await EnterAsync(WeChat.PutUser(phone: phone).OpenId);
        Assert.Equal(["deputy", "resident"], RolesOf((await BindAsync(deputy)).Expect(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task A_country_that_WeChat_left_out_is_the_mainlands_only_when_the_whole_number_says_so()
    {
        var phone = await PhoneOfAsync("deputy-1");
        await WriteAsync("update users set openid_hash = null, openid_encrypted = null where user_name = 'deputy-1'");
        using var deputy = await EnterAsync(WeChat.PutUser(phone: phone, countryCode: null).OpenId);
        Assert.Equal(["deputy", "resident"], RolesOf((await BindAsync(deputy)).Expect(HttpStatusCode.OK)));
    }

    /// <summary>Closed by an administrator, by an import or by joining: however it was, the values are free.</summary>
    [Theory]
    [InlineData("agency-1", true)]
    [InlineData("agency-1", false)]
    [InlineData("keeper-1", true)]
    [InlineData("supervisor-1", false)]
    [InlineData("resident-1", false)]
    public async Task A_closed_accounts_phone_and_WeChat_are_free_again(string persona, bool byAdministrator)
    {
        var phone = await PhoneOfAsync(persona);
        var openId = await OpenIdOfAsync(persona);
        var id = (await IdOfAsync(persona))!;
        if (byAdministrator)
        {
            using var admin = await _server.AsAsync("admin-1");
            var substitute = await IdOfAsync("committee-1");
            (await admin.PostAsync($"/api/v1/admin/staff/{id}/leave", new { substituteId = substitute })).Expect(HttpStatusCode.OK);
        }
        else
        {
            await WriteAsync($"update users set active = 0 where user_name = '{persona}'");
        }

        using var stranger = await EnterAsync(WeChat.PutUser(phone: phone).OpenId);
        Assert.Equal(["resident"], RolesOf((await BindAsync(stranger)).Expect(HttpStatusCode.OK)));

        WeChat.PutUser(openId, phone);
        using var leaver = await EnterAsync(openId);
        (await leaver.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        Assert.NotEqual(id, (string)(await leaver.GetAsync("/api/v1/me"))["id"]!);
        Assert.Equal(["resident"], RolesOf((await BindAsync(leaver, openId)).Expect(HttpStatusCode.OK)));
    }

    [Fact]
    public async Task A_leaver_finds_what_they_reported_as_a_resident()
    {
        var openId = await OpenIdOfAsync("resident-1");
        using var before = await EnterAsync(openId);
        var reported = (string)(await before.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!;
        await WriteAsync("update users set active = 0 where user_name = 'resident-1'");
        using var after = await EnterAsync(openId);
        (await after.CaseAsync(reported)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_residents_number_is_theirs_who_verified_it_last_and_nothing_else_changes_hands()
    {
        const string Phone = "13700137000";
        using var first = await EnterAsync(WeChat.PutUser("first", Phone).OpenId);
        (await BindAsync(first, "first")).Expect(HttpStatusCode.OK);
        var reported = (string)(await first.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!;
        using var second = await EnterAsync(WeChat.PutUser("second", Phone).OpenId);
        (await BindAsync(second, "second")).Expect(HttpStatusCode.OK);
        (await second.CaseAsync(reported)).Expect(HttpStatusCode.NotFound);
        (await first.CaseAsync(reported)).Expect(HttpStatusCode.OK);
        Assert.Equal((string)(await second.GetAsync("/api/v1/me"))["id"]!, await HolderOfAsync(Phone));
        (await BindAsync(first, "first")).Expect(HttpStatusCode.OK);
        Assert.Equal((string)(await first.GetAsync("/api/v1/me"))["id"]!, await HolderOfAsync(Phone));
    }

    [Fact]
    public async Task Eight_who_bind_one_number_at_once_all_get_an_answer_and_one_has_it()
    {
        const string Phone = "13700137001";
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var client = await EnterAsync(WeChat.PutUser($"many-{i}", Phone).OpenId);
            return await BindAsync(client, $"many-{i}");
        }));
        Assert.All(answers, answer => answer.Expect(HttpStatusCode.OK));
        Assert.NotNull(await HolderOfAsync(Phone));
    }

    [Fact]
    public async Task Staff_with_a_new_WeChat_come_back_by_an_administrators_act()
    {
        var phone = await PhoneOfAsync("deputy-1");
        var id = (await IdOfAsync("deputy-1"))!;
        using var old = await _server.AsAsync("deputy-1");
        using var newcomer = await EnterAsync(WeChat.PutUser("new-wechat", phone).OpenId);
        (await BindAsync(newcomer, "new-wechat")).Expect(HttpStatusCode.Conflict, "phone_in_use");

        using var admin = await _server.AsAsync("admin-1");
        (await admin.PostAsync($"/api/v1/admin/staff/{id}/unbind", new { reason = "换了微信" })).Expect(HttpStatusCode.UnprocessableEntity);
        (await admin.PostAsync($"/api/v1/admin/staff/{id}/unbind", new { weChat = true })).Expect(HttpStatusCode.UnprocessableEntity);
        (await admin.PostAsync($"/api/v1/admin/staff/{id}/unbind", new { weChat = true, reason = "换了微信" })).Expect(HttpStatusCode.OK);
        (await old.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal(["deputy", "resident"], RolesOf((await BindAsync(newcomer, "new-wechat")).Expect(HttpStatusCode.OK)));

        var lines = await Database.ReadAsync(
            connection => Dapper.SqlMapper.QueryAsync<string>(connection, "select kind from account_changes where user_id = @id order by made_at, kind desc", new { id }), TestContext.Current.CancellationToken);
        Assert.Equal([AccountChanges.WeChatReleased, AccountChanges.Joined], lines);
        using var pages = await PageClient.SignInAsync(_server.Address, "admin-1");
        using var page = await pages.GetAsync("/admin/people");
        var text = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("解除微信", text, StringComparison.Ordinal);
        Assert.Contains("换了微信", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_staff_number_that_is_somebody_elses_now_is_given_up_on_the_people_page()
    {
        var phone = await PhoneOfAsync("deputy-1");
        var id = (await IdOfAsync("deputy-1"))!;
        using var newcomer = await EnterAsync(WeChat.PutUser("new-owner", phone).OpenId);
        (await BindAsync(newcomer, "new-owner")).Expect(HttpStatusCode.Conflict, "phone_in_use");
        using var pages = await PageClient.SignInAsync(_server.Address, "admin-1");
        using var unbound = await pages.PostAsync("/admin/people", "/admin/people/unbind", ("id", id), ("phone", "true"), ("reason", "号码已归他人"), ("key", "unbind-1"), ("confirmed", "true"));
        Assert.Equal(HttpStatusCode.Redirect, unbound.StatusCode);
        Assert.Equal(["resident"], RolesOf((await BindAsync(newcomer, "new-owner")).Expect(HttpStatusCode.OK)));
        using var deputy = await _server.AsAsync("deputy-1");
        (await deputy.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_of_the_staff_does_not_become_a_colleague_by_binding_their_number()
    {
        var phone = await PhoneOfAsync("keeper-1");
        await WriteAsync("update users set openid_hash = null, openid_encrypted = null where user_name = 'keeper-1'");
        var openId = await OpenIdOfAsync("deputy-1");
        WeChat.PutUser(openId, phone);
        using var deputy = await EnterAsync(openId);
        (await BindAsync(deputy, openId)).Expect(HttpStatusCode.Conflict, "phone_in_use");
        Assert.Contains("deputy", (await deputy.GetAsync("/api/v1/me"))["roles"].AsArray().Select(role => (string)role!));
    }

    private async Task<ApiClient> EnterAsync(string openId)
    {
        using var nobody = _server.Anonymous();
        var entered = (await nobody.PostAsync("/api/v1/auth/wechat", new { code = WeChat.IssueLoginCode(openId) })).Expect(HttpStatusCode.OK);
        _lastOpenId = openId;
        return new ApiClient(_server.Address, (string)entered["accessToken"]!);
    }

    private Task<ApiAnswer> BindAsync(ApiClient client, string? openId = null) =>
        client.PostAsync("/api/v1/auth/phone", new { code = WeChat.IssuePhoneCode(openId ?? _lastOpenId) });

    private static IEnumerable<string> RolesOf(ApiAnswer answer) => answer["user"]["roles"]!.AsArray().Select(role => (string)role!).Order(StringComparer.Ordinal);

    private async Task<string> OpenIdOfAsync(string persona) => (await _server.Services.GetRequiredService<Personas>().FindAsync(persona, TestContext.Current.CancellationToken))!.OpenId;

    private async Task<string> PhoneOfAsync(string persona) => WeChat.FindUser(await OpenIdOfAsync(persona))!.Phone!;

    private Task<string?> IdOfAsync(string persona) => ScalarAsync("select id from users where user_name = @value", persona);

    private Task<string?> HolderOfAsync(string phone) =>
        ScalarAsync("select id from users where phone_hash = @value", _server.Services.GetRequiredService<AccountKeys>().HashOf(PhoneNumber.Parse(phone)!));

    private Task<string?> ScalarAsync(string sql, string value) =>
        Database.ReadAsync(connection => Dapper.SqlMapper.QueryFirstOrDefaultAsync<string>(connection, sql, new { value }), TestContext.Current.CancellationToken);

    private Task WriteAsync(string sql) => Database.WriteAsync(scope => scope.ExecuteAsync(sql), TestContext.Current.CancellationToken);
}
