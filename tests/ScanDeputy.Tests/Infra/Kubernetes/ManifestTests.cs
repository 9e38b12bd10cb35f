using System.Text.Json.Nodes;
using Xunit;

namespace ScanDeputy.Tests.Infra.Kubernetes;

/// <summary>Every overlay, rendered: it follows Kubernetes' schema, and its parts fit each other.</summary>
public sealed class ManifestTests
{
    public static TheoryData<string> Overlays => [.. Overlay.All];

    [Fact]
    public async Task The_manifests_follow_the_schema()
    {
        var overlays = await Task.WhenAll(Overlay.All.Select(Overlay.RenderAsync));
        var ran = await ValidateAsync(string.Join("---\n", overlays.Select(overlay => overlay.Text)));
        Assert.True(ran.ExitCode == 0, ran.Everything);
        Assert.EndsWith($"{overlays.Sum(overlay => overlay.Manifests.Count)} manifests, 0 mistakes", ran.Output.TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>That the schema's word means something.</summary>
    [Fact]
    public async Task Mistakes_are_found()
    {
        var text = (await Overlay.RenderAsync("production")).Text;
        (string Right, string Wrong, string Words)[] mistakes =
        [
            ("failureThreshold: 60", "failureTreshold: 60", "'\"failureTreshold\"' does not exist in type 'IProbe'"),
            ("containerPort: 9464", "containerPort: \"9464\"", "/ports/1/containerPort must be integer"),
            ("scaleTargetRef:", "scaleTarget:", "must have required property scaleTargetRef"),
            ("policy/v1\n", "policy/v1beta9\n", "there is no PodDisruptionBudget in policy/v1beta9"),
        ];
        var ran = await ValidateAsync(mistakes.Aggregate(text, (wrong, mistake) => wrong.Replace(mistake.Right, mistake.Wrong, StringComparison.Ordinal)));
        Assert.Equal(1, ran.ExitCode);
        Assert.All(mistakes, mistake => Assert.Contains(mistake.Words, ran.Output, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Everything_that_selects_finds_something(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var targets = overlay.Pods.Select(pods => pods.Manifest).ToList();
        Assert.All(overlay.Deployments, deployment => Assert.True(Overlay.Selects(deployment.At("spec", "selector", "matchLabels"), deployment)));
        Assert.All(overlay.OfKind("Service"), service => Assert.Contains(targets, target => Overlay.Selects(service.At("spec", "selector"), target)));
        Assert.All(overlay.OfKind("PodDisruptionBudget"), budget =>
            Assert.Equal(Overlay.NameOf(budget), Overlay.NameOf(Assert.Single(targets, target => Overlay.Selects(budget.At("spec", "selector", "matchLabels"), target)))));
        Assert.All(targets, target => Assert.Contains(overlay.OfKind("NetworkPolicy"), policy =>
            Overlay.Selects(policy.At("spec", "podSelector", "matchLabels"), target) && policy.At("spec", "policyTypes").Texts().Contains("Egress")));
        Assert.Equal(["scandeputy-api"], targets.Where(target => Overlay.Selects(overlay.One("Service", "scandeputy-api").At("spec", "selector"), target)).Select(Overlay.NameOf));
        Assert.All(overlay.Deployments, deployment => Assert.All(deployment.At("spec", "template", "spec", "topologySpreadConstraints").Items(), spread =>
            Assert.True(Overlay.Selects(spread.At("labelSelector", "matchLabels"), deployment))));
        Assert.Equal(2, overlay.Deployments.Count());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Names_lead_to_what_they_name(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var scaler = Assert.Single(overlay.OfKind("HorizontalPodAutoscaler"));
        Assert.Equal("Deployment", (string?)scaler.At("spec", "scaleTargetRef", "kind"));
        // A number here would fight with the autoscaler's at every upgrade.
        Assert.Null(overlay.One("Deployment", (string)scaler.At("spec", "scaleTargetRef", "name")!).At("spec", "replicas"));
        var backend = overlay.Manifests.Single(manifest => (string?)manifest["kind"] == "Ingress").At("spec", "rules").Items().Single().At("http", "paths").Items().Single().At("backend", "service")!;
        var service = overlay.One("Service", (string)backend["name"]!);
        Assert.Contains(service.At("spec", "ports").Items(), port => (string?)port["name"] == (string?)backend.At("port", "name"));
        Assert.All(overlay.OfKind("Service").SelectMany(one => one.At("spec", "ports").Items()), port =>
            Assert.All(overlay.Deployments, deployment => Assert.Contains((string?)port["targetPort"], PortsOf(deployment).Keys)));
        Assert.All(overlay.Pods, pods => Assert.Equal(Overlay.NameOf(Assert.Single(overlay.OfKind("ServiceAccount"))), (string?)pods.Pod["serviceAccountName"]));
        Assert.All(overlay.Manifests.Where(manifest => (string?)manifest["kind"] != "Namespace"), manifest => Assert.Equal("scandeputy", (string?)manifest.At("metadata", "namespace")));
        Assert.All(overlay.OfKind("NetworkPolicy").SelectMany(policy => policy.At("spec", "ingress").Items()).SelectMany(rule => rule["ports"].Items()), port =>
            Assert.Contains((string?)port["port"], PortsOf(overlay.One("Deployment", "scandeputy-api")).Keys));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Probes_ask_what_the_program_answers(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        Assert.All(overlay.Deployments, deployment =>
        {
            var container = Container(deployment.At("spec", "template", "spec")!);
            Assert.Equal(("/healthz/live", "http"), Asked(container["startupProbe"]));
            Assert.Equal(("/healthz/live", "http"), Asked(container["livenessProbe"]));
            Assert.Equal(("/healthz/ready", "http"), Asked(container["readinessProbe"]));
            Assert.Equal(new Dictionary<string, int>(StringComparer.Ordinal) { ["http"] = 8080, ["metrics"] = 9464 }, PortsOf(deployment));
        });
        Assert.Contains("\"/healthz/live\"", InfraFiles.Source.Read("src/ScanDeputy.Server/Platform/Health.cs"), StringComparison.Ordinal);
        Assert.Contains("\"/healthz/ready\"", InfraFiles.Source.Read("src/ScanDeputy.Server/Platform/Health.cs"), StringComparison.Ordinal);
        var settings = Assert.Single(overlay.OfKind("ConfigMap"))["data"]!;
        Assert.EndsWith(":8080", (string)settings["ASPNETCORE_URLS"]!, StringComparison.Ordinal);
        Assert.EndsWith(":9464", (string)settings["Operations__Urls"]!, StringComparison.Ordinal);
    }

    private static Task<Tool.Ran> ValidateAsync(string text)
    {
        var schema = InfraFiles.Source.PathOf("infra/kubernetes/schema");
        Assert.SkipUnless(Directory.Exists(Path.Combine(schema, "node_modules")), "Kubernetes' schema is not installed (npm ci in infra/kubernetes/schema); infra/test.sh installs it.");
        return WithFileAsync(text, file => Tool.RunAsync(Tool.Need("node"), [Path.Combine(schema, "validate.mjs"), file]));
    }

    private static async Task<Tool.Ran> WithFileAsync(string text, Func<string, Task<Tool.Ran>> run)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["manifests.yaml"], text);
        return await run(folder["manifests.yaml"]);
    }

    private static JsonNode Container(JsonNode pod) => Assert.Single(pod["containers"].Items());

    private static (string?, string?) Asked(JsonNode? probe) => ((string?)probe.At("httpGet", "path"), (string?)probe.At("httpGet", "port"));

    private static Dictionary<string, int> PortsOf(JsonNode deployment) => Container(deployment.At("spec", "template", "spec")!)["ports"].Items()
        .ToDictionary(port => (string)port["name"]!, port => (int)port["containerPort"]!, StringComparer.Ordinal);
}
