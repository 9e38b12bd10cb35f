using System.Runtime.Versioning;
using Xunit;

namespace ScanDeputy.Tests.Infra.Kubernetes;

/// <summary>deploy.sh, with a kubectl that writes down what it is asked.</summary>
[SupportedOSPlatform("linux")]
public sealed class DeployScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_migration_comes_first_then_workers_then_api_nodes()
    {
        var (ran, calls) = await DeployAsync("Complete");
        ran.ExpectDone();
        Assert.Equal(
        [
            "get secret scandeputy-secrets", "delete job scandeputy-migrate", "apply app.kubernetes.io/component notin (api, worker)", "get job scandeputy-migrate",
            "apply app.kubernetes.io/component=worker", "rollout status deployment/scandeputy-worker",
            "apply app.kubernetes.io/component=api", "rollout status deployment/scandeputy-api",
        ], calls);
    }

    [Fact]
    public async Task A_failed_migration_leaves_the_pods_alone()
    {
        var (ran, calls) = await DeployAsync("FailureTarget Failed");
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("the migration failed", ran.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(calls, call => call.EndsWith("=worker", StringComparison.Ordinal) || call.EndsWith("=api", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_secret_nothing_is_done()
    {
        var (ran, calls) = await DeployAsync("Complete", secret: false);
        Assert.Equal(78, ran.ExitCode);
        Assert.Equal(["get secret scandeputy-secrets"], calls);
    }

    [Fact]
    public async Task A_folder_that_is_no_overlay_is_refused() =>
        Assert.Equal(64, (await Tool.BashAsync(InfraFiles.Source.PathOf("infra/kubernetes/deploy.sh"), _folder.Path)).ExitCode);

    private async Task<(Tool.Ran Ran, string[] Calls)> DeployAsync(string jobState, bool secret = true)
    {
        File.WriteAllText(_folder["kubectl"], $"""
            #!/bin/bash
            [ "$1 $2" = "--namespace scandeputy" ] || exit 9
            shift 2
            case "$1" in
              apply) echo "apply ${"{@: -1}"}" ;;
              *) echo "$1 $2${"{3:+ $3}"}" | sed 's/ --.*//; s/ -o$//' ;;
            esac >>"{_folder["calls"]}"
            if [ "$1 $2" = "get job" ]; then echo "{jobState}"; fi
            if [ "$1 $2" = "get secret" ]; then exit {(secret ? 0 : 1)}; fi
            """.Replace("\r", "", StringComparison.Ordinal));
        File.SetUnixFileMode(_folder["kubectl"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var ran = await Tool.RunAsync(
            "bash", [InfraFiles.Source.PathOf("infra/kubernetes/deploy.sh"), InfraFiles.Source.PathOf("infra/kubernetes/overlays/production")],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}" });
        return (ran, File.ReadAllLines(_folder["calls"]));
    }
}
