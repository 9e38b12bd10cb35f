using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ScanDeputy.Tests.Infra;

/// <summary>YAML as JSON nodes, anchors and merges resolved, plain scalars typed as YAML 1.2 types them.</summary>
internal static class Yaml
{
    public static JsonNode Read(string text) => ReadAll(text).Single();

    public static IReadOnlyList<JsonNode> ReadAll(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => Convert(document.RootNode)!)];
    }

    /// <summary>The node on this way; null when there is none.</summary>
    public static JsonNode? At(this JsonNode? node, params string[] way) => way.Aggregate(node, (current, name) => current?[name]);

    public static IEnumerable<JsonNode> Items(this JsonNode? node) => (node as JsonArray ?? []).Select(item => item!);

    public static IEnumerable<string> Texts(this JsonNode? node) => node.Items().Select(item => item.ToString());

    public static IEnumerable<string> Names(this JsonNode? node) => (node as JsonObject ?? []).Select(member => member.Key);

    /// <summary>Every member on every level, with its name.</summary>
    public static IEnumerable<(string Name, JsonNode? Value)> Members(this JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Value.Members().Prepend((member.Key, member.Value))),
        JsonArray items => items.SelectMany(item => item.Members()),
        _ => [],
    };

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => Convert(mapping),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value!),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    /// <summary>What is written here counts more than what "&lt;&lt;" brings along.</summary>
    private static JsonObject Convert(YamlMappingNode mapping)
    {
        var members = mapping.Children.Select(child => (Name: ((YamlScalarNode)child.Key).Value!, Value: Convert(child.Value))).ToLookup(member => member.Name == "<<");
        var result = new JsonObject(members[false].Select(member => KeyValuePair.Create(member.Name, member.Value)));
        foreach (var (name, value) in members[true].SelectMany(merge => merge.Value!.AsObject()).Where(member => !result.ContainsKey(member.Key)).ToList())
            result.Add(name, value?.DeepClone());
        return result;
    }

    private static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
