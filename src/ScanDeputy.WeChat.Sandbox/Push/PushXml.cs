using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace ScanDeputy.WeChat.Sandbox.Push;

/// <summary>An event as XML: texts in CDATA, lists wrapped in an element named after the event.</summary>
internal static class PushXml
{
    public static string Write(JsonObject message) => Element("xml", message, (string?)message["Event"]).ToString(SaveOptions.DisableFormatting);

    private static XElement Element(string name, JsonObject json, string? eventName) =>
        new(name, json.SelectMany(member => Members(member.Key, member.Value, eventName)));

    private static IEnumerable<XElement> Members(string name, JsonNode? value, string? eventName) => value switch
    {
        JsonObject or JsonArray when name is "List" && eventName is not null => [new XElement(Pascal(eventName), Members(name, value, null))],
        JsonArray items => items.SelectMany(item => Members(name, item, null)),
        JsonObject inner => [Element(name, inner, null)],
        JsonValue text when text.GetValueKind() == JsonValueKind.String => [new XElement(name, new XCData((string)text!))],
        _ => [new XElement(name, value?.ToJsonString())],
    };

    /// <summary>subscribe_msg_popup_event → SubscribeMsgPopupEvent.</summary>
    private static string Pascal(string snake) =>
        string.Concat(snake.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
