using System.Text.Json.Nodes;
using Xunit;

namespace ScanDeputy.Tests.Infra.Kubernetes;

/// <summary>What every pod may do, and what it is told.</summary>
public sealed class PodTests
{
    public static TheoryData<string> Overlays => [.. Overlay.All];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Pods_keep_to_the_restricted_standard(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        Assert.Equal("restricted", (string?)overlay.One("Namespace", "scandeputy").At("metadata", "labels", "pod-security.kubernetes.io/enforce"));
        Assert.Equal(3, overlay.Pods.Count());
        Assert.All(overlay.Pods.Select(pods => pods.Pod), pod =>
        {
            Assert.True((bool)pod.At("securityContext", "runAsNonRoot")!);
            Assert.Contains($"USER {pod.At("securityContext", "runAsUser")}:{pod.At("securityContext", "runAsGroup")}\n", InfraFiles.Source.Read("infra/docker/Dockerfile"), StringComparison.Ordinal);
            Assert.Equal("RuntimeDefault", (string?)pod.At("securityContext", "seccompProfile", "type"));
            Assert.False((bool)pod["automountServiceAccountToken"]!);
            Assert.All(["hostNetwork", "hostPID", "hostIPC", "initContainers"], member => Assert.Null(pod[member]));
            var container = Assert.Single(pod["containers"].Items());
            Assert.False((bool)container.At("securityContext", "allowPrivilegeEscalation")!);
            Assert.True((bool)container.At("securityContext", "readOnlyRootFilesystem")!);
            Assert.Equal(["ALL"], container.At("securityContext", "capabilities", "drop").Texts());
            Assert.Equal(["cpu", "memory"], container.At("resources", "requests").Names().Order(StringComparer.Ordinal));
            Assert.Equal(["cpu", "memory"], container.At("resources", "limits").Names().Order(StringComparer.Ordinal));
            Assert.All(pod["volumes"].Items(), volume => Assert.True(volume["secret"] is not null || volume.At("emptyDir", "sizeLimit") is not null));
            Assert.Equal(pod["volumes"].Items().Select(volume => (string?)volume["name"]), container["volumeMounts"].Items().Select(mount => (string?)mount["name"]));
        });
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Secrets_are_referred_to_and_not_contained(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        Assert.Empty(overlay.OfKind("Secret"));
        Assert.All(overlay.Pods, pods =>
        {
            var pod = pods.Pod;
            var migrates = (string?)pods.Manifest.At("metadata", "name") == "scandeputy-migrate";
            var secret = Assert.Single(pod["volumes"].Items(), volume => volume["secret"] is not null)["secret"]!;
            Assert.Equal("scandeputy-secrets", (string?)secret["secretName"]);
            Assert.Equal(migrates ? [.. InfraFiles.ProgramSecrets, InfraFiles.OwnerSecret] : InfraFiles.ProgramSecrets, secret["items"].Items().Select(item => (string)item["key"]!));
            Assert.All(secret["items"].Items(), item => Assert.Equal((string?)item["key"], (string?)item["path"]));
            Assert.DoesNotContain(pod.Members(), member => member.Name is "secretKeyRef" or "secretRef");
        });
        Assert.Equal("scandeputy-tls", (string?)Assert.Single(overlay.OfKind("Ingress")).At("spec", "tls").Items().Single()["secretName"]);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Pods_are_told_their_settings(string name)
    {
        var overlay = await Overlay.RenderAsync(name);
        var settings = Assert.Single(overlay.OfKind("ConfigMap"));
        Assert.All(overlay.Pods, pods =>
        {
            var container = pods.Pod["containers"].Items().Single();
            Assert.Equal(Overlay.NameOf(settings), (string?)container["envFrom"].Items().Single().At("configMapRef", "name"));
            var role = Assert.Single(container["env"].Items());
            Assert.Equal(("Roles", Overlay.NameOf(pods.Manifest) == "scandeputy-api" ? "api" : "worker"), ((string?)role["name"], (string?)role["value"]));
            Assert.Equal(Mount(container, "secrets"), (string?)settings.At("data", "Secrets__Directory"));
            Assert.Equal("registry.example.com/scandeputy:0.1.0", (string?)container["image"]);
        });
        Assert.Equal("production", (string?)settings.At("data", "Profile"));
        Assert.Equal("/run/secrets/keys.json", (string?)settings.At("data", "Keys__File"));
        Assert.Equal("10.244.0.0/16", (string?)settings.At("data", "Proxies__Trusted"));
        Assert.Equal(["migrate"], overlay.One("Job", "scandeputy-migrate").At("spec", "template", "spec", "containers").Items().Single()["args"].Texts());
    }

    [Fact]
    public async Task The_small_overlay_needs_one_node_and_the_other_survives_one()
    {
        var small = await Overlay.RenderAsync("small");
        var production = await Overlay.RenderAsync("production");
        Assert.Equal((1, 1), (Least(small), (int)small.One("Deployment", "scandeputy-worker").At("spec", "replicas")!));
        Assert.Equal((3, 3), (Least(production), (int)production.One("Deployment", "scandeputy-worker").At("spec", "replicas")!));

        static int Least(Overlay overlay) => (int)overlay.OfKind("HorizontalPodAutoscaler").Single().At("spec", "minReplicas")!;
    }

    private static string? Mount(JsonNode container, string name) => (string?)container["volumeMounts"].Items().Single(mount => (string?)mount["name"] == name)["mountPath"];
}
