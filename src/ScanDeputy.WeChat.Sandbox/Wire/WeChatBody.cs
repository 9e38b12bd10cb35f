using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScanDeputy.WeChat.Sandbox.Wire;

/// <summary>A POST body read as JSON whatever its Content-Type says. Members that are null count as left out.</summary>
internal sealed class WeChatBody
{
    public static readonly WeChatBody Empty = new(null, isEmpty: true);

    private readonly JsonObject? _json;

    private WeChatBody(JsonObject? json, bool isEmpty) => (_json, IsEmpty) = (json, isEmpty);

    public bool IsEmpty { get; }

    public bool IsJson => _json is not null;

    public static WeChatBody Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Empty;
        try
        {
            return new WeChatBody(JsonNode.Parse(text) as JsonObject, isEmpty: false);
        }
        catch (JsonException)
        {
            return new WeChatBody(null, isEmpty: false);
        }
    }

    public string? Text(string name) => Value<string>(name);

    public int? Number(string name) => Value<int>(name, out var number) ? number : null;

    public long? Long(string name) => Value<long>(name, out var number) ? number : null;

    public bool? Flag(string name) => Value<bool>(name, out var flag) ? flag : null;

    /// <summary>Null when the member is not an object.</summary>
    public WeChatBody? Object(string name) => _json?[name] is JsonObject inner ? new WeChatBody(inner, isEmpty: false) : null;

    private T? Value<T>(string name)
        where T : class => Value<T>(name, out var value) ? value : null;

    private bool Value<T>(string name, out T? value)
    {
        value = default;
        return _json?[name] is JsonValue node && node.TryGetValue(out value);
    }
}
