using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ScanDeputy.Tests.Infra.Kubernetes;

/// <summary>The manifests of an overlay as kubectl renders them.</summary>
internal sealed partial class Overlay
{
    public static readonly string[] All = ["production", "small"];
    private static readonly ConcurrentDictionary<string, Lazy<Task<Overlay>>> Rendered = new(StringComparer.Ordinal);

    private Overlay(string text) => (Text, Manifests) = (text, Yaml.ReadAll(text));

    public string Text { get; }

    public IReadOnlyList<JsonNode> Manifests { get; }

    public IEnumerable<JsonNode> Deployments => OfKind("Deployment");

    /// <summary>The manifests that make pods, and the pods' description in each.</summary>
    public IEnumerable<(JsonNode Manifest, JsonNode Pod)> Pods => Manifests
        .Where(manifest => manifest.At("spec", "template", "spec") is not null).Select(manifest => (manifest, manifest.At("spec", "template", "spec")!));

    public static Task<Overlay> RenderAsync(string name)
    {
        var kubectl = Tool.Need("kubectl");
        return Rendered.GetOrAdd(name, _ => new Lazy<Task<Overlay>>(() => RenderAsync(kubectl, name))).Value;
    }

    public IEnumerable<JsonNode> OfKind(string kind) => Manifests.Where(manifest => (string?)manifest["kind"] == kind);

    public JsonNode One(string kind, string name) => OfKind(kind).Single(manifest => NameOf(manifest) == name);

    public static string NameOf(JsonNode manifest) => (string)manifest.At("metadata", "name")!;

    public static bool Selects(JsonNode? labels, JsonNode manifest) =>
        labels!.AsObject().All(label => (string?)manifest.At("spec", "template", "metadata", "labels", label.Key) == (string?)label.Value);

    private static async Task<Overlay> RenderAsync(string kubectl, string name)
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(InfraFiles.Source.PathOf("infra/kubernetes"), folder["k"]);
        var version = await Tool.RunAsync(kubectl, ["version", "--client"]);
        if (Minor().Match(version.Output) is { Success: true } match && int.Parse(match.Groups["minor"].Value, CultureInfo.InvariantCulture) < 21)
            SpeakOld(folder["k"]);
        return new Overlay((await Tool.RunAsync(kubectl, ["kustomize", folder[$"k/overlays/{name}"]])).ExpectDone().Output);
    }

    /// <summary>Debian 12's kubectl (1.20) knows the same things by older names; what they render to is the same.</summary>
    private static void SpeakOld(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "kustomization.yaml", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file).Replace("patches:", "patchesStrategicMerge:", StringComparison.Ordinal).Replace("- path: ", "- ", StringComparison.Ordinal);
            text = OneFile().Replace(text, "    env: ${file}");
            if (text.Contains("  - ../../base\n", StringComparison.Ordinal))
                text = text.Replace("  - ../../base\n", "", StringComparison.Ordinal) + "bases:\n  - ../../base\n";
            File.WriteAllText(file, text);
        }
    }

    [GeneratedRegex(@"(?:Minor:""|v1\.)(?<minor>[0-9]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Minor();

    [GeneratedRegex(@"    envs:\n      - (?<file>\S+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex OneFile();
}
