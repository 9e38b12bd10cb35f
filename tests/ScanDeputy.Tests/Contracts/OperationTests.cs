using System.Text.Json.Nodes;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Tests.Conventions;
using Xunit;

namespace ScanDeputy.Tests.Contracts;

/// <summary>What every operation of the committed description says, so that a stranger can write a client from it.</summary>
public sealed class OperationTests
{
    private static readonly JsonNode Document = JsonNode.Parse(File.ReadAllText(Path.Combine(SourceTree.Find().Root, "miniprogram-contracts", "openapi.json")))!;

    private static readonly IReadOnlyList<(string Place, JsonNode Operation)> Operations =
    [
        .. from path in Document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           select ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!),
    ];

    public static TheoryData<string, Func<JsonNode, bool>> Needs => new()
    {
        { "an operationId (WithName)", operation => operation["operationId"] is not null },
        { "texts in its area's Operations.json: a summary in Chinese and English", operation => IsBilingual(operation["summary"]) },
        { "texts in its area's Operations.json: a description in Chinese and English", operation => IsBilingual(operation["description"]) },
        { "one tag that the document explains", operation => operation["tags"] is JsonArray { Count: 1 } tags && Tags.Contains((string?)tags[0]) },
        { "a statement on security", operation => operation["security"] is JsonArray && operation["x-roles"] is JsonArray },
        { "roles where a token is needed, and none elsewhere", operation => operation["security"]!.AsArray().Count == 0 == (operation["x-roles"]!.AsArray().Count == 0) },
        { "a text in Chinese and English for each parameter (parameters in Operations.json)", operation => ParametersOf(operation).All(one => IsBilingual(one["description"])) },
        { "query names in camelCase", operation => ParametersOf(operation).Where(one => (string?)one["in"] == "query").All(one => char.IsAsciiLetterLower(((string)one["name"]!)[0])) },
        { "the answers 422, 500 and 503", operation => new[] { "422", "500", "503" }.All(status => operation["responses"]![status] is not null) },
        { "an answer that is no error", operation => operation["responses"]!.AsObject().Any(answer => answer.Key[0] == '2') },
    };

    private static HashSet<string?> Tags => [.. Document["tags"]!.AsArray().Where(tag => IsBilingual(tag!["description"])).Select(tag => (string?)tag!["name"])];

    [Theory]
    [MemberData(nameof(Needs), DisableDiscoveryEnumeration = true)]
    public void Every_operation_has(string what, Func<JsonNode, bool> isThere)
    {
        var without = Operations.Where(one => !isThere(one.Operation)).Select(one => one.Place).ToList();
        Assert.True(without.Count == 0, $"Without {what}:\n{string.Join('\n', without)}");
        // The rule can fail: an operation that says nothing of itself does not pass.
        Assert.ThrowsAny<Exception>(() => Assert.True(isThere(new JsonObject { ["parameters"] = new JsonArray(new JsonObject { ["in"] = "query", ["name"] = "Q" }), ["x-roles"] = new JsonArray("resident"), ["responses"] = new JsonObject() })));
    }

    [Fact]
    public void Operation_ids_are_unique() => Assert.Empty(Operations.GroupBy(one => (string?)one.Operation["operationId"], StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key));

    [Fact]
    public void Every_code_of_an_error_answer_is_known_under_its_status()
    {
        var answers = Document["components"]!["responses"]!.AsObject();
        Assert.NotEmpty(answers);
        foreach (var (_, operation) in Operations)
        {
            foreach (var (status, answer) in operation["responses"]!.AsObject().Where(answer => answer.Key[0] is '4' or '5'))
                Assert.All(CodesOf(answer!), code => Assert.Equal(status, ErrorCodes.StatusOf(code).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Every code of the program is declared somewhere, or belongs to another door than the API's.</summary>
    [Fact]
    public void Every_code_is_declared_by_an_operation()
    {
        string[] elsewhere = ["clock_runs_forward", "desk_refused", "desk_waits", "has_administrator", "method_not_allowed", "ticket_invalid"];
        var declared = Operations.SelectMany(one => one.Operation["responses"]!.AsObject()).Where(answer => answer.Key[0] is '4' or '5').SelectMany(answer => CodesOf(answer.Value!));
        Assert.Equal(ErrorCodes.All.Keys.Except(elsewhere, StringComparer.Ordinal).Order(StringComparer.Ordinal), declared.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> CodesOf(JsonNode answer)
    {
        var own = Document["components"]!["responses"]![((string)answer["$ref"]!).Split('/')[^1]]!;
        return own["content"]!["application/problem+json"]!["schema"]!["allOf"]![1]!["properties"]!["code"]!["enum"]!.AsArray().Select(code => (string)code!);
    }

    private static IEnumerable<JsonNode> ParametersOf(JsonNode operation) => (operation["parameters"]?.AsArray() ?? []).OfType<JsonNode>();

    private static bool IsBilingual(JsonNode? text) => (string?)text is { } said && said.Any(IsChinese) && said.Any(char.IsAsciiLetter);

    private static bool IsChinese(char c) => c is >= '\u4e00' and <= '\u9fff';
}
