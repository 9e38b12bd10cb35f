using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Platform.WeChat.Callbacks;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>The address that WeChat pushes to, on the program itself: who is let in, and what is answered.</summary>
public sealed class CallbackEndpointTests
{
    private const string Unknown = """{"Event":"user_authorization_revoke","RevokeInfo":"8"}""";

    [Fact]
    public async Task The_address_check_is_answered_to_who_knows_the_token_and_the_time()
    {
        await using var server = await TestServer.StartAsync();
        using var push = new WeChatPush(server);
        var now = push.Now;
        Assert.Equal((HttpStatusCode.OK, "5577006791947779410"), await push.GetAsync(Check(now, Signature(now))));
        var old = WeChatPush.Seconds(server.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddMinutes(-6));
        foreach (var path in (string[])[Check(now, Signature("1")), Check(old, Signature(old)), Check("soon", Signature("soon")), "/wechat/callback", "/wechat/callback?echostr=1"])
            Assert.Equal(HttpStatusCode.Forbidden, (await push.GetAsync(path)).Status);
        Assert.True(await server.Services.GetRequiredService<EmbeddedSandbox>().Control.CheckCallbackAsync(TestContext.Current.CancellationToken));

        static string Check(string timestamp, string signature) =>
            $"/wechat/callback?signature={signature}&timestamp={timestamp}&nonce={WeChatPush.Nonce}&echostr=5577006791947779410";
    }

    [Fact]
    public async Task A_push_is_taken_in_secure_mode_only_of_now_and_of_a_push_s_size()
    {
        await using var server = await TestServer.StartAsync();
        using var push = new WeChatPush(server);
        var clock = server.Services.GetRequiredService<TimeProvider>();
        Assert.Equal((HttpStatusCode.OK, "success"), await push.SecureAsync(Unknown));
        foreach (var (name, seconds, taken) in ((string, int, bool)[])[("fresh", 0, true), ("late", -240, true), ("our clock behind", 240, true), ("old, played again", -310, false), ("ours far behind", 310, false), ("of yesterday", -86_400, false)])
        {
            var (status, _) = await push.SecureAsync(Unknown, WeChatPush.Seconds(clock.GetUtcNow().AddSeconds(seconds)));
            Assert.Equal((name, taken ? HttpStatusCode.OK : HttpStatusCode.Forbidden), (name, status));
        }

        foreach (var timestamp in (string[])["-5", "99999999999999999999", "253402300800", "now"])
            Assert.Equal(HttpStatusCode.Forbidden, (await push.SecureAsync(Unknown, timestamp)).Status);

        // Signed as plain mode is: the signature does not cover the body, and a key is configured.
        var now = push.Now;
        Assert.Equal(HttpStatusCode.Forbidden, (await push.PostAsync($"signature={Signature(now)}&timestamp={now}&nonce={WeChatPush.Nonce}", Unknown)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await push.PostAsync("", Unknown)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await push.PostAsync("", new string('x', (64 * 1024) + 1))).Status);
        // Whatever a signed one holds, it is no fault of ours.
        foreach (var nonsense in (string[])["", "[]", "{", "<xml>", "<!DOCTYPE x [<!ENTITY a \"b\">]><xml>&a;</xml>", """{"Event":"wxa_media_check"}""", """{"Event":{"a":1}}"""])
            Assert.Equal((HttpStatusCode.OK, "success"), await push.SecureAsync(nonsense));
    }

    /// <summary>The same bytes with the same nonce: inside the window they are taken as often as they come and count once, later they are refused.</summary>
    [Fact]
    public async Task A_push_that_is_played_again_counts_once_and_is_refused_when_it_is_old()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var push = new WeChatPush(server);
        var control = server.Services.GetRequiredService<EmbeddedSandbox>().Control;
        var openId = control.PutUser(phone: "15800001111").OpenId;
        using var nobody = server.Anonymous();
        var entered = (await nobody.PostAsync("/api/v1/auth/wechat", new { code = control.IssueLoginCode(openId) })).Expect(HttpStatusCode.OK);
        using var person = new ApiClient(server.Address, (string)entered["accessToken"]!);
        var (at, accepted) = (push.Now, $$$"""{"FromUserName":"{{{openId}}}","CreateTime":{{{push.Now}}},"Event":"subscribe_msg_popup_event","List":{"TemplateId":"{{{DemoSettings.WorkTemplate}}}","SubscribeStatusString":"accept"}}""");
        foreach (var (advance, status) in ((string?, HttpStatusCode)[])[(null, HttpStatusCode.OK), (null, HttpStatusCode.OK), ("PT4M", HttpStatusCode.OK), ("PT2M", HttpStatusCode.Forbidden)])
        {
            if (advance is not null)
                await nobody.AdvanceAsync(advance);
            Assert.Equal((advance, status), (advance, (await push.SecureAsync(accepted, at)).Status));
            Assert.Equal(1, await server.CountAsync("select pushed from message_quotas where template = 'Work' and user_id = (select max(user_id) from message_quotas)"));
        }
    }

    [Theory]
    [InlineData("""{"Event":"wxa_media_check","trace_id":"t1","result":{"suggest":"risky","label":20006},"detail":[{"a":1},{"a":2}]}""")]
    [InlineData("<xml><Event><![CDATA[wxa_media_check]]></Event><trace_id>t1</trace_id><result><suggest><![CDATA[risky]]></suggest><label>20006</label></result><detail><a>1</a></detail><detail><a>2</a></detail></xml>")]
    public void An_event_reads_alike_from_json_and_xml(string message)
    {
        Assert.True(WeChatEvent.TryRead(message, out var happened));
        Assert.Equal(("wxa_media_check", "t1", "risky", "20006"), (happened.Name, happened.Text("trace_id"), happened.Text("result", "suggest"), happened.Text("result", "label")));
        Assert.Null(happened.Text("result", "nothing", "deeper"));
    }

#pragma warning disable CA5350 // the wire format demands SHA-1
    private static string Signature(string timestamp)
    {
        string[] parts = [DemoSettings.Defaults["WeChat:CallbackToken"]!, timestamp, WeChatPush.Nonce];
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Order(StringComparer.Ordinal)))));
    }
#pragma warning restore CA5350
}
