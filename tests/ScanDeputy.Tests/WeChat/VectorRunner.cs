using System.Net;
using System.Text.Json.Nodes;
using ScanDeputy.WeChat.Sandbox;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>Plays one vector against a fresh sandbox, over real HTTP.</summary>
internal sealed class VectorRunner(WeChatWorld world, JsonObject bodies) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = world.Sandbox.BaseAddress };
    private readonly VectorValues _values = new();

    private SandboxControl Control => world.Control;

    public VectorValues Values => _values;

    public async Task PrepareAllAsync(JsonObject vector)
    {
        foreach (var step in vector["before"] as JsonArray ?? []) await PrepareAsync(step!.AsObject());
    }

    public async Task<JsonObject?> RunAsync(JsonObject vector)
    {
        await PrepareAllAsync(vector);
        var want = vector["want"]!.AsObject();
        using var response = await SendAsync(vector["send"]!.AsObject());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        if (want["type"] is JsonArray types)
            Assert.Contains(response.Content.Headers.ContentType?.MediaType, types.Select(type => (string?)type), StringComparer.Ordinal);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        if (want["bytes"] is JsonObject bytes) CheckPicture(body, bytes);
        return want["json"] is JsonObject members ? CheckJson(body, members) : null;
    }

    public void Dispose() => _http.Dispose();

    private static void CheckPicture(byte[] body, JsonObject want)
    {
        Assert.True(body.Length >= (int)want["min"]!, $"{body.Length} bytes");
        if ((string?)want["start"] is { } start) Assert.StartsWith(start, Convert.ToHexStringLower(body), StringComparison.Ordinal);
    }

    private JsonObject CheckJson(byte[] body, JsonObject members)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        foreach (var (path, want) in members) VectorMatcher.Match(path, VectorMatcher.Walk(json, path), want, _values);
        // Holds for every failing answer, so the vectors need not repeat it.
        if (json["errcode"] is { } code && (int)code != 0) Assert.Matches("rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$", (string?)json["errmsg"]);
        return json;
    }

    private async Task<HttpResponseMessage> SendAsync(JsonObject request)
    {
        var (method, path) = ((string)request["to"]!).Split(' ') switch { [var m, var p] => (m, p), _ => throw new InvalidDataException("to") };
        var query = string.Join('&', Query(request["query"]).Select(pair => $"{pair.Key}={Uri.EscapeDataString(_values.Fill(pair.Value))}"));
        using var message = new HttpRequestMessage(HttpMethod.Parse(method), $"{path}?{query}");
        message.Content = VectorBody.Create(request, bodies, _values);
        return await _http.SendAsync(message, TestContext.Current.CancellationToken);
    }

    private static IEnumerable<KeyValuePair<string, string>> Query(JsonNode? query) => query switch
    {
        null => [new("access_token", "{token}")],
        JsonObject pairs => pairs.Select(pair => KeyValuePair.Create(pair.Key, (string)pair.Value!)),
        _ when (string?)query is "secret" => [new("grant_type", "client_credential"), new("appid", "{appid}"), new("secret", "{secret}")],
        _ when (string?)query is "login" =>
            [new("appid", "{appid}"), new("secret", "{secret}"), new("js_code", "{code}"), new("grant_type", "authorization_code")],
        _ => throw new InvalidDataException("query"),
    };

    private async Task PrepareAsync(JsonObject step)
    {
        var user = (string?)step["user"] is { } who ? _values[who] : "";
        var template = (string?)step["template"] is "overdue" ? WeChatWorld.Overdue : WeChatWorld.Reply;
        switch ((string?)step["do"])
        {
            case "token": await KeepAsync(new JsonObject { ["to"] = "GET /cgi-bin/token", ["query"] = "secret" }, new() { [(string)step["as"]!] = "access_token" }); break;
            case "call": await KeepAsync(step, step["keep"] as JsonObject ?? []); break;
            case "wait": world.Clock.Advance(TimeSpan.FromSeconds((int)step["seconds"]!)); break;
            case "loginCode": _values[(string)step["as"]!] = Control.IssueLoginCode(user); break;
            case "phoneCode": _values[(string)step["as"]!] = Control.IssuePhoneCode(user); break;
            case "visit": Control.RecordVisit(user); break;
            case "accept": Control.AcceptSubscription(user, template); break;
            case "reject": Control.RejectSubscription(user, template); break;
            case "turnOff": Control.TurnOffSubscription(user, template); break;
            default: Switch(step, user); break;
        }
    }

    private void Switch(JsonObject step, string user)
    {
        switch ((string?)step["do"])
        {
            case "denyIp": Control.Switches.SourceIpDenied = true; break;
            case "ban": Control.Switches.SubscribeBanned = true; break;
            case "risky": Control.MarkRisky(user); break;
            case "limitedCodes": Control.Faults.SetLimitedCodeCount((int)step["count"]!); break;
            case "verdict": Control.ScriptVerdict((string)step["match"]!, (string)step["suggest"]!, (int)step["label"]!); break;
            case "exhaust": Control.Faults.ExhaustQuota((string)step["path"]!, Enum.Parse<SandboxQuotaWindow>((string)step["window"]!, ignoreCase: true)); break;
            default: throw new InvalidDataException($"unknown step {step.ToJsonString()}");
        }
    }

    private async Task KeepAsync(JsonObject request, JsonObject keep)
    {
        using var response = await SendAsync(request);
        if ((string?)request["answers"] is { } type) Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        if (keep.Count == 0) return;
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        foreach (var (name, member) in keep) _values[name] = (string)json[(string)member!]!;
    }
}
