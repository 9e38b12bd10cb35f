using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Domain;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People.SmsSignIn;

/// <summary>Whose account a phone leads to, by text message and by WeChat: one person has one account, and nobody gets another's.</summary>
public sealed class SmsAccountTests : IAsyncLifetime
{
    private TestServer _server = null!;

    private ScanDeputy.WeChat.Sandbox.SandboxControl WeChat => _server.Services.GetRequiredService<EmbeddedSandbox>().Control;

    private Database Database => _server.Services.GetRequiredService<Database>();

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_phone_that_was_bound_in_WeChat_leads_to_the_same_account()
    {
        var phone = new TextPhone(_server, "13819000001");
        using var weChat = await EnterAsync("wx-1", phone.Number);
        await BindAsync(weChat, "wx-1");
        var reported = (string)(await weChat.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!;
        using var web = await phone.SignInAsync();
        Assert.Equal(await IdOfAsync(weChat), await IdOfAsync(web));
        (await web.CaseAsync(reported)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_was_reported_on_the_web_is_theirs_in_WeChat_once_the_phone_is_bound()
    {
        var phone = new TextPhone(_server, "13819000002");
        using var web = await phone.SignInAsync();
        var photo = (string)(await web.UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
        var onWeb = (string)(await web.SubmitAsync(new { attachmentIds = new[] { photo } })).Expect(HttpStatusCode.Created)["id"]!;
        using var weChat = await EnterAsync("wx-2", phone.Number);
        var inWeChat = (string)(await weChat.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!;
        (await weChat.CaseAsync(onWeb)).Expect(HttpStatusCode.NotFound);

        (await BindAsync(weChat, "wx-2")).Expect(HttpStatusCode.OK);
        // The page that was open on the web goes on as the one account.
        foreach (var client in (ApiClient[])[weChat, web])
        {
            foreach (var id in (string[])[onWeb, inWeChat])
                (await client.CaseAsync(id)).Expect(HttpStatusCode.OK);
            Assert.Equal(2, (await client.GetAsync("/api/v1/cases?role=mine")).Expect(HttpStatusCode.OK)["items"].AsArray().Count);
        }

        (await web.GetAsync($"/api/v1/attachments/{photo}")).Expect(HttpStatusCode.OK);
        using var later = await phone.SignInAsync();
        Assert.Equal(await IdOfAsync(weChat), await IdOfAsync(later));
        Assert.Equal(1, await CountAsync("account_changes where kind = 'joined'"));
        (await later.MoveAsync(onWeb, "withdraw", new { reason = "问题已经自行解决" })).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_number_that_another_WeChat_user_had_changes_hands_and_nothing_else()
    {
        var phone = new TextPhone(_server, "13819000003");
        using var before = await EnterAsync("wx-3", phone.Number);
        await BindAsync(before, "wx-3");
        var reported = (string)(await before.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!;
        using var now = await EnterAsync("wx-4", phone.Number);
        (await BindAsync(now, "wx-4")).Expect(HttpStatusCode.OK);
        using var web = await phone.SignInAsync();
        Assert.Equal(await IdOfAsync(now), await IdOfAsync(web));
        (await web.CaseAsync(reported)).Expect(HttpStatusCode.NotFound);
        (await before.CaseAsync(reported)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_registered_phone_brings_its_roles_but_not_those_who_see_everything()
    {
        (string Persona, string[] Roles)[] people =
        [
            ("deputy-1", ["deputy"]), ("keeper-1", ["stationKeeper"]), ("committee-1", ["committeeOffice"]), ("agency-1", ["agencyHandler"]), ("resident-1", ["resident"]), ("admin-1", []), ("auditor-1", []),
        ];
        foreach (var (persona, roles) in people)
        {
            var phone = await PhoneOfAsync(persona);
            (await phone.AskAsync()).Expect(HttpStatusCode.NoContent);
            var answer = await phone.VerifyAsync();
            if (roles.Length == 0)
            {
                answer.Expect(HttpStatusCode.Forbidden, "sms_not_enough");
                (await phone.VerifyAsync()).Expect(HttpStatusCode.Unauthorized, "sms_code_invalid");
                continue;
            }

            Assert.Superset(roles.ToHashSet(StringComparer.Ordinal), answer.Expect(HttpStatusCode.OK)["user"]["roles"]!.AsArray().Select(role => (string)role!).ToHashSet(StringComparer.Ordinal));
            Assert.Equal("371311", (string?)answer["user"].AsObject()["jurisdiction"]);
        }
    }

    [Fact]
    public async Task A_phone_of_a_closed_account_is_a_newcomers()
    {
        var phone = await PhoneOfAsync("agency-1");
        var closed = (string)(await (await phone.SignInAsync()).GetAsync("/api/v1/me"))["id"]!;
        await WriteAsync("update users set active = 0 where user_name = 'agency-1'");
        using var newcomer = await phone.SignInAsync();
        var me = (await newcomer.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        Assert.NotEqual(closed, (string)me["id"]!);
        Assert.Equal(["resident"], me["roles"].AsArray().Select(role => (string)role!));
    }

    [Fact]
    public async Task A_registered_phone_takes_along_what_was_reported_in_WeChat_and_is_the_same_on_the_web()
    {
        var phone = await PhoneOfAsync("deputy-1");
        await WriteAsync("update users set openid_hash = null, openid_encrypted = null where user_name = 'deputy-1'");
        using var web = await phone.SignInAsync();
        using var weChat = await EnterAsync("wx-5", phone.Number);
        var reported = (string)(await weChat.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!;
        (await BindAsync(weChat, "wx-5")).Expect(HttpStatusCode.OK);
        Assert.Equal(await IdOfAsync(web), await IdOfAsync(weChat));
        (await web.CaseAsync(reported)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_phone_that_an_import_registers_takes_along_what_it_alone_led_to_once_it_is_verified()
    {
        var phone = new TextPhone(_server, "13819000007");
        using var web = await phone.SignInAsync();
        var reported = (string)(await web.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!;
        using var keeper = await _server.AsAsync("keeper-1");
        var keys = _server.Services.GetRequiredService<AccountKeys>();
        var keeperId = await IdOfAsync(keeper);
        await Database.WriteAsync(
            async scope =>
            {
                Assert.Null(await keys.ClaimPhoneAsync(scope, PhoneNumber.Parse(phone.Number)!, keeperId));
                return await keys.WritePhoneAsync(scope, keeperId, PhoneNumber.Parse(phone.Number)!);
            },
            TestContext.Current.CancellationToken);
        Assert.DoesNotContain(reported, await MineAsync(keeper));
        Assert.Contains(reported, await MineAsync(web));

        using var verified = await phone.SignInAsync();
        foreach (var client in (ApiClient[])[verified, keeper, web])
        {
            Assert.Equal(keeperId, await IdOfAsync(client));
            Assert.Contains(reported, await MineAsync(client));
        }
    }

    /// <summary>WeChat cannot be asked about an author that it does not know.</summary>
    [Fact]
    public async Task What_somebody_without_WeChat_wrote_is_public_only_after_a_person_has_looked()
    {
        using var web = await new TextPhone(_server, "13819000006").SignInAsync();
        var photo = (string)(await web.UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
        var id = (string)(await web.SubmitAsync(new { attachmentIds = new[] { photo }, @public = true })).Expect(HttpStatusCode.Created)["id"]!;
        await _server.Services.GetServices<ISweep>().Single(sweep => sweep.Name == "content-checks").RunAsync(CancellationToken.None);
        Assert.Equal("held", (string)(await web.CaseAsync(id))["contentStatus"]!);
        Assert.Equal(1, await CountAsync($"attachments where id = '{photo}' and content_status = 'held'"));
        using var committee = await _server.AsAsync("committee-1");
        (await committee.PostAsync($"/api/v1/cases/{id}/release")).Expect(HttpStatusCode.OK);
        Assert.Equal("passed", (string)(await web.CaseAsync(id))["contentStatus"]!);
    }

    /// <summary>The web reports while WeChat binds, again and again: wherever the join falls, every report that was acknowledged is found afterwards.</summary>
    [Fact]
    public async Task Reports_that_are_sent_while_the_accounts_are_joined_are_not_lost()
    {
        for (var round = 0; round < 6; round++)
        {
            var phone = new TextPhone(_server, $"1381900010{round}");
            using var web = await phone.SignInAsync();
            using var weChat = await EnterAsync($"wx-race-{round}", phone.Number);
            var sending = Enumerable.Range(0, 6).Select(_ => web.SubmitAsync()).ToList();
            var binding = BindAsync(weChat, $"wx-race-{round}");
            var sent = await Task.WhenAll(sending);
            (await binding).Expect(HttpStatusCode.OK);
            foreach (var answer in sent)
                (await weChat.CaseAsync((string)answer.Expect(HttpStatusCode.Created)["id"]!)).Expect(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Binding_and_signing_in_at_once_with_a_new_number_leave_one_account_that_has_it()
    {
        for (var round = 0; round < 6; round++)
        {
            var phone = new TextPhone(_server, $"1381900020{round}");
            using var weChat = await EnterAsync($"wx-both-{round}", phone.Number);
            (await phone.AskAsync()).Expect(HttpStatusCode.NoContent);
            var verifying = phone.VerifyAsync();
            var binding = BindAsync(weChat, $"wx-both-{round}");
            var web = new ApiClient(_server.Address, (string)(await verifying).Expect(HttpStatusCode.OK)["accessToken"]!);
            (await binding).Expect(HttpStatusCode.OK);
            Assert.Equal(await IdOfAsync(weChat), await IdOfAsync(web));
            Assert.Equal(await IdOfAsync(weChat), await HolderOfAsync(phone.Number));
            web.Dispose();
        }
    }

    private async Task<ApiClient> EnterAsync(string openId, string phone)
    {
        using var nobody = _server.Anonymous();
        WeChat.PutUser(openId, phone);
        var entered = (await nobody.PostAsync("/api/v1/auth/wechat", new { code = WeChat.IssueLoginCode(openId) })).Expect(HttpStatusCode.OK);
        return new ApiClient(_server.Address, (string)entered["accessToken"]!);
    }

    private Task<ApiAnswer> BindAsync(ApiClient client, string openId) => client.PostAsync("/api/v1/auth/phone", new { code = WeChat.IssuePhoneCode(openId) });

    private static async Task<string> IdOfAsync(ApiClient client) => (string)(await client.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK)["id"]!;

    private static async Task<IEnumerable<string>> MineAsync(ApiClient client) =>
        (await client.GetAsync("/api/v1/cases?role=mine&limit=100")).Expect(HttpStatusCode.OK)["items"].AsArray().Select(item => (string)item!["id"]!);

    private async Task<TextPhone> PhoneOfAsync(string persona)
    {
        var openId = (await _server.Services.GetRequiredService<Personas>().FindAsync(persona, TestContext.Current.CancellationToken))!.OpenId;
        return new TextPhone(_server, WeChat.FindUser(openId)!.Phone!);
    }

    private Task<string?> HolderOfAsync(string phone) => Database.ReadAsync(
        connection => Dapper.SqlMapper.QueryFirstOrDefaultAsync<string>(connection, "select id from users where phone_hash = @Hash", new { Hash = _server.Services.GetRequiredService<AccountKeys>().HashOf(PhoneNumber.Parse(phone)!) }),
        TestContext.Current.CancellationToken);

    private Task<int> CountAsync(string from) => Database.ReadAsync(connection => Dapper.SqlMapper.QuerySingleAsync<int>(connection, $"select count(*) from {from}"), TestContext.Current.CancellationToken);

    private Task WriteAsync(string sql) => Database.WriteAsync(scope => scope.ExecuteAsync(sql), TestContext.Current.CancellationToken);
}
