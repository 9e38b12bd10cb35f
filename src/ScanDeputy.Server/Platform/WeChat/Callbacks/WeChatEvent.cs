using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace ScanDeputy.Server.Platform.WeChat.Callbacks;

/// <summary>A pushed event, read alike from JSON and from XML.</summary>
public sealed class WeChatEvent
{
    private readonly JsonElement _message;

    private WeChatEvent(JsonElement message) => _message = message;

    /// <summary>Empty for a message that is no event.</summary>
    public string Name => Text("Event") ?? "";

    /// <param name="message">An opened message (<see cref="CallbackReader.Open"/>).</param>
    public static bool TryRead(string message, [NotNullWhen(true)] out WeChatEvent? happened)
    {
        happened = null;
        try
        {
            var json = message.AsSpan().TrimStart().StartsWith("<", StringComparison.Ordinal)
                ? JsonSerializer.SerializeToElement(Members(Root(message)))
                : JsonSerializer.Deserialize<JsonElement>(message);
            if (json.ValueKind == JsonValueKind.Object)
                happened = new WeChatEvent(json);
        }
        catch (JsonException)
        {
            // Not ours to understand.
        }
        catch (XmlException)
        {
            // The same.
        }

        return happened is not null;
    }

    /// <summary>A text or a number, by the names that lead to it.</summary>
    public string? Text(params ReadOnlySpan<string> path)
    {
        var at = _message;
        foreach (var name in path[..^1])
        {
            if (at.Member(name) is not { } inner)
                return null;
            at = inner;
        }

        return at.Text(path[^1]);
    }

    /// <summary>A whole number; null when it is none.</summary>
    public long? Number(params ReadOnlySpan<string> path) => long.TryParse(Text(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What stands under a name as a list; one item may stand there alone.</summary>
    public IReadOnlyList<WeChatEvent> Items(string name) => _message.Member(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(item => new WeChatEvent(item))],
        { ValueKind: JsonValueKind.Object } one => [new WeChatEvent(one)],
        _ => [],
    };

    private static XElement Root(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return XDocument.Load(reader).Root!;
    }

    /// <summary>Of several of one name the first: we read no lists.</summary>
    private static JsonObject Members(XElement element)
    {
        var members = new JsonObject();
        foreach (var inner in element.Elements())
            members.TryAdd(inner.Name.LocalName, inner.HasElements ? Members(inner) : JsonValue.Create(inner.Value));
        return members;
    }
}
