using System.Text.Json.Nodes;
using ScanDeputy.Server.Platform.WeChat;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>The same facts of the platform, through the program's client: whatever library it stands on, it must give their errcodes.</summary>
public sealed class ClientVectorTests
{
    private static readonly VectorFile File = VectorFile.Load("requests.json");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var row in File.Rows().Where(row => CanBeSaid(File[row.Data.Item1]))) rows.Add(row.Data.Item1, row.Data.Item2);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Client_meets_the_platform_as_the_vector_says(string id, string says)
    {
        _ = says;
        var vector = File[id];
        await using var world = await WeChatWorld.StartAsync();
        using var runner = new VectorRunner(world, File.Head["bodies"]!.AsObject());
        await runner.PrepareAllAsync(vector);

        var errCode = await CallAsync(world.Client(), vector["send"]!.AsObject(), runner.Values);

        if (vector["want"]!["json"]?["errcode"] is { } want) VectorMatcher.Match("errcode", JsonValue.Create(errCode), want, runner.Values);
        else Assert.Equal(0, errCode);
    }

    [Fact]
    public void Most_vectors_of_our_calls_can_be_said() => Assert.Equal(39, Rows.Count);

    /// <summary>What the interface has no words for: another address or secret, a token by hand, a body that is none, a setting of the account.</summary>
    private static bool CanBeSaid(JsonObject vector)
    {
        var send = vector["send"]!.AsObject();
        if (((string)vector["id"]!).StartsWith("tok-", StringComparison.Ordinal) || send["raw"] is not null || send["type"] is not null) return false;
        return (string)send["to"]! switch
        {
            "GET /sns/jscode2session" or "POST /wxa/business/getuserphonenumber" or "POST /cgi-bin/message/subscribe/send" => true,
            "POST /wxa/msg_sec_check" or "POST /wxa/media_check_async" => true,
            "POST /wxa/getwxacodeunlimit" => send["json"] is JsonObject json && json.ContainsKey("scene") && !json.ContainsKey("env_version") && ((string)vector["id"]!).StartsWith("qr-", StringComparison.Ordinal),
            _ => false,
        };
    }

    private static async Task<int> CallAsync(IWeChatClient client, JsonObject send, VectorValues values)
    {
        var body = VectorBody.Json(send, File.Head["bodies"]!.AsObject(), values)?.AsObject();
        return (string)send["to"]! switch
        {
            "GET /sns/jscode2session" => CodeOf(await client.CodeToSessionAsync(values.Fill((string?)(send["query"] as JsonObject)?["js_code"] ?? "{code}"), Ct)),
            "POST /wxa/business/getuserphonenumber" => CodeOf(await client.GetPhoneNumberAsync((string)body!["code"]!, Ct)),
            "POST /wxa/getwxacodeunlimit" => CodeOf(await client.GetUnlimitedCodeAsync(
                new WeChatCodeRequest((string)body!["scene"]!, (string?)body["page"], CheckPath: (bool?)body["check_path"] ?? true), Ct)),
            "POST /cgi-bin/message/subscribe/send" => CodeOf(await client.SendSubscribeMessageAsync(Message(body!), Ct)),
            "POST /wxa/msg_sec_check" => CodeOf(await client.CheckTextAsync(
                new WeChatText((string)body!["openid"]!, (string)body["content"]!, (WeChatScene)(int)body["scene"]!), Ct)),
            "POST /wxa/media_check_async" => CodeOf(await client.CheckMediaAsync(
                new WeChatMedia((string)body!["openid"]!, new Uri((string)body["media_url"]!), (WeChatMediaKind)(int)body["media_type"]!, (WeChatScene)(int)body["scene"]!), Ct)),
            var other => throw new InvalidDataException(other),
        };
    }

    private static WeChatMessage Message(JsonObject body) => new(
        (string)body["touser"]!, (string)body["template_id"]!, (string?)body["page"],
        body["data"]!.AsObject().ToDictionary(field => field.Key, field => (string)field.Value!["value"]!, StringComparer.Ordinal));

    private static int CodeOf<T>(WeChatResult<T> result)
        where T : class
    {
        Assert.NotEqual(WeChatOutcome.Unreachable, result.Outcome);
        Assert.Equal(result.IsOk, result.ErrCode == 0);
        return result.ErrCode;
    }
}
