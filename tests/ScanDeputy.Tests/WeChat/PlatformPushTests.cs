using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using ScanDeputy.WeChat.Sandbox;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>What the platform pushes about people and about the mini-program itself, through the sandbox, and pushed twice.</summary>
public sealed class PlatformPushTests
{
    public static TheoryData<int, string> Punishments => new()
    {
        { 1, "微信平台警告" }, { 2, "封禁部分功能" }, { 3, "下架" }, { 4, "被封禁，" }, { 5, "封禁页面" }, { 10, "封禁页面" }, { 77, "违规通知" },
    };

    [Fact]
    public async Task A_punishment_is_told_to_administrators_once_whatever_its_kind()
    {
        await using var server = await TestServer.StartAsync();
        server.ExpectLog("breach of its rules");
        foreach (var (type, part) in Punishments.Select(row => row.Data))
        {
            for (var time = 0; time < 2; time++)
                await PushAsync(server, weChat => weChat.Punish($"65{type}", type, $"存在诱导分享{type}"));
            foreach (var administrator in (string[])["admin-1", "admin-2"])
                Assert.Single(await AlertsAsync(server, administrator), text => text.Contains(part, StringComparison.Ordinal) && text.Contains($"诱导分享{type}”", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(await AlertsAsync(server, "committee-1"), text => text.Contains("微信平台", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"Event":"wxa_punish_event"}""")]
    [InlineData("""{"Event":"wxa_punish_event","punish_id":"1","event_type":"x","illegal_reason":{"a":1},"illegal_content":["a"]}""")]
    [InlineData("<xml><Event>wxa_punish_event</Event><punish_id>2</punish_id><event_type>4</event_type></xml>")]
    [InlineData("""{"Event":"user_authorization_revoke"}""")]
    [InlineData("""{"Event":"user_authorization_revoke","OpenID":"o-nobody","RevokeInfo":"8"}""")]
    [InlineData("""{"Event":"user_authorization_cancellation","OpenID":"o-nobody"}""")]
    [InlineData("""{"Event":"user_authorization_cancellation","OpenID":["a"]}""")]
    [InlineData("""{"Event":"user_info_modified","OpenID":"o-nobody"}""")]
    public async Task Odd_pushes_are_taken_and_change_nothing_else(string message)
    {
        await using var server = await TestServer.StartAsync();
        server.ExpectLog("breach of its rules");
        using var push = new WeChatPush(server);
        Assert.Equal((HttpStatusCode.OK, "success"), await push.SecureAsync(message));
    }

    [Theory]
    [InlineData("8", true)]
    [InlineData("13,8", true)]
    [InlineData("6", false)]
    [InlineData("18", false)]
    public async Task A_phone_that_is_taken_back_is_deleted_for_residents_and_stays_for_staff(string revoked, bool deleted)
    {
        await using var server = await TestServer.StartAsync();
        var openId = SandboxOf(server).PutUser(phone: "15800000017").OpenId;
        using var resident = await EnterAsync(server, openId);
        await BindAsync(server, resident, openId);
        var deputy = (await server.Services.GetRequiredService<Personas>().FindAsync("deputy-1", TestContext.Current.CancellationToken))!.OpenId;
        var before = await CountAsync(server, Phones);
        for (var time = 0; time < 2; time++)
        {
            await PushAsync(server, weChat => weChat.TakeBack(openId, revoked));
            await PushAsync(server, weChat => weChat.TakeBack(deputy, revoked));
            await PushAsync(server, weChat => weChat.ModifyUser(openId));
        }

        Assert.Equal(before - (deleted ? 1 : 0), await CountAsync(server, Phones));
        Assert.Equal(deleted ? 1 : 0, await CountAsync(server, Releases, "phoneReleased"));
        // They are still in: the phone is not what they came with.
        (await resident.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_gives_up_WeChat_is_signed_out_and_finds_their_reports_by_the_phone_again()
    {
        await using var server = await TestServer.StartAsync();
        var openId = SandboxOf(server).PutUser(phone: "15800000018").OpenId;
        using var resident = await EnterAsync(server, openId);
        await BindAsync(server, resident, openId);
        var report = (string)(await resident.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!;
        for (var time = 0; time < 2; time++)
            await PushAsync(server, weChat => weChat.CancelUser(openId));

        (await resident.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal(1, await CountAsync(server, Releases, "weChatReleased"));
        // The same WeChat is somebody new; the phone, verified again, brings the reports back.
        using var again = await EnterAsync(server, openId);
        Assert.Empty(await MineAsync(again));
        await BindAsync(server, again, openId);
        Assert.Equal([report], await MineAsync(again));
    }

    [Fact]
    public async Task Staff_who_give_up_WeChat_are_signed_out_and_keep_account_and_phone()
    {
        await using var server = await TestServer.StartAsync();
        var openId = (await server.Services.GetRequiredService<Personas>().FindAsync("committee-1", TestContext.Current.CancellationToken))!.OpenId;
        using var office = await server.AsAsync("committee-1");
        var phones = await CountAsync(server, Phones);
        await PushAsync(server, weChat => weChat.CancelUser(openId));
        (await office.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal(phones, await CountAsync(server, Phones));
    }

    private const string Phones = "select count(*) from users where phone_hash is not null";
    private const string Releases = "select count(*) from account_changes where kind = @kind";

    private static SandboxControl SandboxOf(TestServer server) => server.Services.GetRequiredService<EmbeddedSandbox>().Control;

    /// <summary>As WeChat does it: encrypted, to the callback address, from its own thread; waits until the answer is there.</summary>
    private static async Task PushAsync(TestServer server, Action<SandboxControl> happening)
    {
        happening(SandboxOf(server));
        await SandboxOf(server).WhenPushesEndAsync();
        Assert.True(SandboxOf(server).Pushes()[^1].Delivered);
    }

    private static async Task<ApiClient> EnterAsync(TestServer server, string openId)
    {
        using var nobody = server.Anonymous();
        var entered = (await nobody.PostAsync("/api/v1/auth/wechat", new { code = SandboxOf(server).IssueLoginCode(openId) })).Expect(HttpStatusCode.OK);
        return new ApiClient(server.Address, (string)entered["accessToken"]!);
    }

    private static async Task BindAsync(TestServer server, ApiClient client, string openId) =>
        (await client.PostAsync("/api/v1/auth/phone", new { code = SandboxOf(server).IssuePhoneCode(openId) })).Expect(HttpStatusCode.OK);

    private static async Task<IReadOnlyList<string>> MineAsync(ApiClient client) =>
        [.. (await client.GetAsync("/api/v1/cases?role=mine")).Expect(HttpStatusCode.OK)["items"].AsArray().Select(item => (string)item!["id"]!)];

    private static async Task<IReadOnlyList<string>> AlertsAsync(TestServer server, string persona)
    {
        using var client = await server.AsAsync(persona);
        return [.. (await client.GetAsync("/api/v1/alerts?limit=100")).Expect(HttpStatusCode.OK)["items"].AsArray().Select(alert => (string)alert!["text"]!)];
    }

    private static Task<long> CountAsync(TestServer server, string sql, string? kind = null) => server.Services.GetRequiredService<Database>().ReadAsync(
        connection => connection.ExecuteScalarAsync<long>(sql, new { kind }), CancellationToken.None);
}
