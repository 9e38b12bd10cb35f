using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>Compares one member of an answer with what a vector wants of it: a plain value, or an object of conditions.</summary>
internal static class VectorMatcher
{
    public static void Match(string path, JsonNode? actual, JsonNode? want, VectorValues values)
    {
        if (want is not JsonObject conditions)
        {
            Assert.True(JsonNode.DeepEquals(values.Fill(want), actual), $"{path}: wanted {want?.ToJsonString()}, was {actual?.ToJsonString() ?? "absent"}");
            return;
        }

        foreach (var (condition, operand) in conditions)
            Assert.True(Holds(condition, operand!, actual, values), $"{path}: {condition} {operand!.ToJsonString()}, was {actual?.ToJsonString() ?? "absent"}");
    }

    /// <summary>Dotted names walk into objects.</summary>
    public static JsonNode? Walk(JsonNode? json, string path) =>
        path.Split('.').Aggregate(json, (node, name) => (node as JsonObject)?[name]);

    private static bool Holds(string condition, JsonNode operand, JsonNode? actual, VectorValues values) => condition switch
    {
        "absent" => actual is null,
        "absentOr" => actual is null || JsonNode.DeepEquals(actual, operand),
        "oneOf" => operand.AsArray().Any(one => JsonNode.DeepEquals(one, actual)),
        "is" => actual is not null && IsKind((string)operand!, actual),
        "min" => Text(actual).Length >= (int)operand,
        "max" => Text(actual).Length <= (int)operand,
        "between" => actual is not null && (long)actual >= (long)operand[0]! && (long)actual <= (long)operand[1]!,
        "equals" => string.Equals(Text(actual), values.Fill((string)operand!), StringComparison.Ordinal),
        "not" => !string.Equals(Text(actual), values.Fill((string)operand!), StringComparison.Ordinal),
        "matches" => Regex.IsMatch(Text(actual), (string)operand!, RegexOptions.None, TimeSpan.FromSeconds(20)),
        "base64Bytes" => Convert.FromBase64String(Text(actual)).Length == (int)operand,
        _ => throw new InvalidDataException($"unknown condition {condition}"),
    };

    private static string Text(JsonNode? node) => (string?)node ?? "";

    private static bool IsKind(string kind, JsonNode node) => kind switch
    {
        "string" => node.GetValueKind() == JsonValueKind.String,
        "integer" => long.TryParse(node.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "array" => node is JsonArray,
        "object" => node is JsonObject,
        _ => throw new InvalidDataException($"unknown kind {kind}"),
    };
}
