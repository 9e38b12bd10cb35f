using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ScanDeputy.Server.Platform.WeChat;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>What must not reach a log, and settings that must not start.</summary>
public sealed class ClientSecrecyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_tells_paths_and_codes_but_no_person_and_no_secret()
    {
        await using var world = await WeChatWorld.StartAsync();
        var client = world.Client();
        var (login, phone) = (world.Control.IssueLoginCode(WeChatWorld.Deputy), world.Control.IssuePhoneCode(WeChatWorld.Deputy));
        for (var i = 0; i < 2; i++)
        {
            await client.CodeToSessionAsync(login, Ct);
            await client.GetPhoneNumberAsync(phone, Ct);
            await client.CheckTextAsync(new WeChatText(WeChatWorld.Deputy, "text", WeChatScene.Forum), Ct);
            await client.SendSubscribeMessageAsync(new WeChatMessage(WeChatWorld.Deputy, WeChatWorld.Reply, null, new Dictionary<string, string>(StringComparer.Ordinal)), Ct);
            world.Control.Faults.DropNext("/cgi-bin/message/subscribe/send");
        }

        var log = string.Join('\n', world.LogLines);
        Assert.Contains("/sns/jscode2session answered errcode 40163", log, StringComparison.Ordinal);
        foreach (var secret in new[] { WeChatWorld.Deputy, WeChatWorld.Secret, WeChatWorld.DeputyUnionId, "13900000002", login, phone, "access_token=", "90_" })
            Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_visitor_sent_as_baggage_and_our_trace_do_not_go_on_to_WeChat()
    {
        await using var world = await WeChatWorld.StartAsync();
        await using var server = new DyingServer();
        using var request = new Activity("request").AddBaggage("who", "somebody").Start();

        Assert.True((await world.Client(baseAddress: server.BaseAddress).CodeToSessionAsync("one", Ct)).IsOk);

        Assert.StartsWith("GET /sns/jscode2session", server.First, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody", server.First, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(request.TraceId.ToHexString(), server.First, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("http://api.weixin.qq.com", "wx1", "0123456789abcdef", "", "BaseAddress")]
    [InlineData("https://api.weixin.qq.com", "", "0123456789abcdef", "", "AppId")]
    [InlineData("https://api.weixin.qq.com", "wx1", "tiny", "", "AppSecret")]
    [InlineData("https://api.weixin.qq.com", "wx1", "0123456789abcdef", "tooshort", "EncodingAesKey")]
    [InlineData("https://api.weixin.qq.com", "wx1", "0123456789abcdef", WeChatWorld.AesKey, "CallbackToken")]
    public void Wrong_setting_is_named_without_its_value(string address, string appId, string secret, string key, string setting)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Options(address, appId, secret, "", key));

        Assert.Contains($"WeChat:{setting}", Assert.Single(failure.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Good_settings_pass() =>
        Assert.Equal(WeChatWorld.AppId, Options("https://api.weixin.qq.com", WeChatWorld.AppId, WeChatWorld.Secret, WeChatWorld.PushToken, WeChatWorld.AesKey).AppId);

    private static WeChatOptions Options(string address, string appId, string secret, string token, string key)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["WeChat:BaseAddress"] = address,
            ["WeChat:AppId"] = appId,
            ["WeChat:AppSecret"] = secret,
            ["WeChat:CallbackToken"] = token,
            ["WeChat:EncodingAesKey"] = key,
        };
        var services = new ServiceCollection().AddWeChat(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<WeChatOptions>>().Value;
    }
}
