using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScanDeputy.Tests.Conventions;
using ScanDeputy.Tests.Harness;
using ScanDeputy.Tests.Platform.Http.Input;
using Xunit;

namespace ScanDeputy.Tests.Contracts.Examples;

/// <summary>
/// Every operation shows a call that was made and its answer: the scenes make them all against the demo, and <c>miniprogram-contracts/examples</c> keeps
/// them. With <c>UPDATE_CONTRACTS=1</c> the files are written; the server takes them into its description when it is built next.
/// </summary>
public sealed class ExampleTests
{
    private const string Folder = "miniprogram-contracts/examples";

    /// <summary>Every call of every scene succeeds, every operation is called by one, and each answer is one that the description knows (see ApiClient).</summary>
    [Fact]
    public async Task Every_operation_is_called_by_a_scene()
    {
        Assert.SkipWhen(TestDatabases.OnMariaDb, "The demo says the same on every database; the examples are SQLite's.");
        var files = await RecordAsync();
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACTS") == "1")
            Write(files);
        var kept = Kept();
        // An answer that has other fields than its example, or none of them: the example is no longer one.
        var stale = files.SelectMany(file => file.Value.AsObject().Select(entry => (file.Key, Id: entry.Key, Entry: entry.Value!)))
            .Where(one => kept.GetValueOrDefault(one.Id) is not { } before || !ShapeOf(before).SetEquals(ShapeOf(one.Entry)))
            .Select(one => one.Id).ToList();
        Assert.True(stale.Count == 0, $"UPDATE_CONTRACTS=1, then build: not as in {Folder}: {string.Join(", ", stale)}");
    }

    [Fact]
    public void Every_operation_of_the_description_has_its_example()
    {
        var kept = Kept();
        Assert.Equal(ApiDescription.Operations.Select(operation => operation.Id).Order(StringComparer.Ordinal), kept.Keys.Order(StringComparer.Ordinal));
        var without = ApiDescription.Operations.Where(operation => !IsShown(operation, kept[operation.Id])).Select(operation => operation.Id).ToList();
        Assert.True(without.Count == 0, $"UPDATE_CONTRACTS=1 after a build: not in openapi.json as recorded: {string.Join(", ", without)}");
    }

    [Fact]
    public void Examples_fit_what_the_description_says_of_them()
    {
        var faults = new List<string>();
        foreach (var operation in ApiDescription.Operations)
        {
            var entry = Kept()[operation.Id];
            if (operation.Body is not null && !ApiContract.Fits(operation, entry["request"]!))
                faults.Add($"{operation.Id}: its request does not fit: {entry["request"]}");
            if (ApiContract.MisfitOf(operation, (int)entry["status"]!, entry["answer"]) is { } misfit)
                faults.Add($"{operation.Id}: its answer does not fit: {misfit}");
            faults.AddRange(operation.Parameters.Where(one => one.Required && one.In != "header" && entry["parameters"]?[one.Name] is null).Select(one => $"{operation.Id}: no {one.Name}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void No_example_holds_a_token_or_password()
    {
        Assert.All(Kept(), entry => Assert.DoesNotMatch("scandeputy-demo|paper boat|CfDJ8|eyJ[A-Za-z0-9_-]{10}", entry.Value.ToJsonString()));
    }

    private static async Task<SortedDictionary<string, JsonObject>> RecordAsync()
    {
        await using var gateway = await Receiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            return Task.CompletedTask;
        });
        await using var server = await TestServer.StartAsync(
            null, null, "--Fallback:SmsUrl", gateway.Address, "--Fallback:SmsToken", "a-token-for-the-gateway", "--Codes:Address", "https://lz.example.cn");
        using var recorder = new ExampleRecorder(server, gateway);
        await new ScenesOfCases(recorder).PlayAsync();
        await ScenesOfRegisters.PlayAsync(recorder);
        await ScenesOfOffices.PlayAsync(recorder);
        await ScenesOfPeople.PlayAsync(recorder);
        var missing = ApiDescription.Operations.Where(operation => !recorder.Recorded.ContainsKey(operation.Id)).Select(operation => operation.Id).ToList();
        Assert.True(missing.Count == 0, $"No scene calls {string.Join(", ", missing)}.");
        var (stable, files) = (new StableExamples(), new SortedDictionary<string, JsonObject>(StringComparer.Ordinal));
        foreach (var (id, recorded) in recorder.Recorded)
        {
            var tag = ApiDescription.Operations.Single(operation => operation.Id == id).Tag;
            if (!files.TryGetValue(tag, out var file))
                files[tag] = file = [];
            file[id] = stable.Of(id, recorded);
        }

        return files;
    }

    private static void Write(SortedDictionary<string, JsonObject> files)
    {
        var folder = SourceTree.Find().PathOf(Folder);
        Directory.CreateDirectory(folder);
        foreach (var old in Directory.GetFiles(folder, "*.json").Where(old => !files.ContainsKey(Path.GetFileNameWithoutExtension(old))))
            File.Delete(old);
        foreach (var (tag, entries) in files)
            SourceTree.Find().Write($"{Folder}/{tag}.json", new JsonObject(entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone()))).ToJsonString(ContractTests.Json) + "\n");
    }

    private static Dictionary<string, JsonNode> Kept() => Directory.GetFiles(SourceTree.Find().PathOf(Folder), "*.json")
        .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!.AsObject()).ToDictionary(entry => entry.Key, entry => entry.Value!, StringComparer.Ordinal);

    /// <summary>Which fields there are, wherever they stand in lists.</summary>
    private static HashSet<string> ShapeOf(JsonNode? node, string place = "") => node switch
    {
        JsonObject known => [.. known.SelectMany(pair => ShapeOf(pair.Value, $"{place}.{pair.Key}").Append($"{place}.{pair.Key}"))],
        JsonArray list => [.. list.SelectMany(one => ShapeOf(one, $"{place}[]"))],
        _ => [],
    };

    private static bool IsShown(ApiOperation operation, JsonNode entry)
    {
        var (answers, asked) = (operation.Answers[entry["status"]!.ToString()]!["content"], operation.Contents);
        return JsonNode.DeepEquals(answers?["application/json"]?["example"], entry["answer"])
            && (asked is null || asked.Single().Value!["example"] is { } request && JsonNode.DeepEquals(request, entry["request"]))
            && (entry["parameters"]?.AsObject() ?? []).All(value => JsonNode.DeepEquals(operation.Parameters.Single(one => one.Name == value.Key).Example, value.Value));
    }
}
