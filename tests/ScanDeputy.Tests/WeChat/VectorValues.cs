using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ScanDeputy.Tests.WeChat;

/// <summary>The names a vector may put in braces: fixtures, and values kept from earlier answers.</summary>
internal sealed partial class VectorValues
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal)
    {
        ["appid"] = WeChatWorld.AppId,
        ["secret"] = WeChatWorld.Secret,
        ["otherAppid"] = "wx5cade90000000002",
        ["resident"] = WeChatWorld.Resident,
        ["deputy"] = WeChatWorld.Deputy,
        ["deputyUnionid"] = WeChatWorld.DeputyUnionId,
        ["supervisor"] = WeChatWorld.Supervisor,
    };

    public string this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    public string Fill(string text) => Placeholder().Replace(text, match => Value(match.Groups["name"].Value));

    /// <summary>A copy with every text filled in.</summary>
    public JsonNode? Fill(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.Select(member => KeyValuePair.Create(member.Key, Fill(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Fill)]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Fill(text)),
        _ => node?.DeepClone(),
    };

    private string Value(string name) => name.Split(':') switch
    {
        ["hmac", var key] => EmptyHmac(Encoding.UTF8.GetBytes(_values[key])),
        ["hmacBytes", var key] => EmptyHmac(Convert.FromBase64String(_values[key])),
        _ => _values[name],
    };

    private static string EmptyHmac(byte[] key) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Array.Empty<byte>()));

    [GeneratedRegex(@"\{(?<name>\w+(:\w+)?)\}", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Placeholder();
}
