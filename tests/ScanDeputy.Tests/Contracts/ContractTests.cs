using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;
using ScanDeputy.Tests.Conventions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Contracts;

/// <summary>
/// What the mini-program may rely on stands in <c>miniprogram-contracts</c> and changes only on purpose: run the tests with
/// <c>UPDATE_CONTRACTS=1</c> and commit the difference.
/// </summary>
public sealed class ContractTests
{
    internal static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void The_list_of_errors_is_the_program_s()
    {
        var codes = ErrorCodes.All.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new JsonObject
        {
            ["code"] = pair.Key,
            ["status"] = pair.Value,
            ["title"] = ErrorTexts.Title(pair.Key),
            ["detail"] = ErrorTexts.Detail(pair.Key),
        });
        AssertContract("errors.json", new JsonObject { ["errors"] = new JsonArray([.. codes]) });
    }

    [Fact]
    public async Task The_description_of_the_api_is_the_program_s()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Anonymous();
        var document = (await client.GetAsync("/openapi/v1.json")).Body!.AsObject();
        document.Remove("servers");
        AssertContract("openapi.json", document);
    }

    [Fact]
    public void The_build_writes_the_description_that_is_committed()
    {
        var tree = SourceTree.Find();
        const string Written = "src/ScanDeputy.Server/obj/ScanDeputy.Server.json";
        Assert.SkipUnless(File.Exists(tree.PathOf(Written)), "The description is written by Release builds only.");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(tree.Read("miniprogram-contracts/openapi.json")), JsonNode.Parse(tree.Read(Written))), $"{Written} differs from openapi.json.");
    }

    [Fact]
    public void Every_error_has_a_sentence_that_says_what_to_do() => Assert.All(ErrorCodes.All.Keys, code =>
    {
        Assert.NotEqual(ErrorTexts.Title(code), ErrorTexts.Detail(code));
        Assert.EndsWith("。", ErrorTexts.Detail(code), StringComparison.Ordinal);
    });

    internal static void AssertContract(string name, JsonObject actual)
    {
        var path = $"miniprogram-contracts/{name}";
        var text = actual.ToJsonString(Json) + "\n";
        var tree = SourceTree.Find();
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACTS") == "1")
            tree.Write(path, text);
        Assert.Equal(tree.Read(path).ReplaceLineEndings("\n"), text.ReplaceLineEndings("\n"));
    }
}
