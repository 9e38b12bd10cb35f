using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Platform.WeChat.Callbacks;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>Somebody at the callback address who knows the demo's token and key, or some of it.</summary>
internal sealed class WeChatPush(TestServer server) : IDisposable
{
    public const string Nonce = "31337";

    private readonly HttpClient _http = new() { BaseAddress = server.Address };
    private readonly CallbackCrypto _crypto = new(
        DemoSettings.Defaults["WeChat:CallbackToken"]!, DemoSettings.Defaults["WeChat:EncodingAesKey"]!, DemoSettings.Defaults["WeChat:AppId"]!);

    public string Now => Seconds(server.Services.GetRequiredService<TimeProvider>().GetUtcNow());

    public static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static JsonObject Verdict(string traceId, string suggest, int label = 100) => new()
    {
        ["ToUserName"] = "gh_1",
        ["FromUserName"] = "o1",
        ["CreateTime"] = 1,
        ["MsgType"] = "event",
        ["Event"] = "wxa_media_check",
        ["appid"] = DemoSettings.Defaults["WeChat:AppId"],
        ["trace_id"] = traceId,
        ["version"] = 2,
        ["errcode"] = 0,
        ["errmsg"] = "ok",
        ["result"] = new JsonObject { ["suggest"] = suggest, ["label"] = label },
    };

    /// <summary>As WeChat sends it, unless the timestamp says otherwise.</summary>
    public Task<(HttpStatusCode Status, string Body)> SecureAsync(string message, string? timestamp = null)
    {
        timestamp ??= Now;
        var (encrypted, signature) = _crypto.Seal(message, timestamp, Nonce);
        return PostAsync($"timestamp={timestamp}&nonce={Nonce}&encrypt_type=aes&msg_signature={signature}", new JsonObject { ["ToUserName"] = "gh_1", ["Encrypt"] = encrypted }.ToJsonString());
    }

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string query, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync($"/wechat/callback?{query}", content, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _http.Dispose();
}
