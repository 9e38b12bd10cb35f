using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>A call of each operation and its answer, as the tests have recorded them from the demo (<c>miniprogram-contracts/examples</c>).</summary>
internal static class OperationExamples
{
    private const string Prefix = "Examples/";

    private static readonly Lazy<FrozenDictionary<string, JsonNode>> Recorded = new(Load);

    public static void Show(OpenApiOperation operation)
    {
        // A test names what is missing; the program itself starts without.
        if (operation.OperationId is not { } id || Recorded.Value.GetValueOrDefault(id) is not { } example)
            return;

        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            parameter.Example = example["parameters"]?[parameter.Name!]?.DeepClone();
        foreach (var content in operation.RequestBody?.Content?.Values.AsEnumerable() ?? [])
            content.Example = example["request"]?.DeepClone();
        var status = ((int)example["status"]!).ToString(CultureInfo.InvariantCulture);
        if (operation.Responses?.TryGetValue(status, out var answer) == true && answer.Content?.TryGetValue("application/json", out var shown) == true)
            shown.Example = example["answer"]?.DeepClone();
    }

    private static FrozenDictionary<string, JsonNode> Load()
    {
        var assembly = typeof(OperationExamples).Assembly;
        var all = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (id, example) in JsonNode.Parse(stream)!.AsObject())
                all.Add(id, example!);
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
