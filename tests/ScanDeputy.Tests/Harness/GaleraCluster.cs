using System.Globalization;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>
/// Three MariaDB servers that are one database (Galera), as plain processes on loopback ports. All begin with a copy of the same seeded
/// files, so that joining takes no transfer of them.
/// </summary>
public sealed class GaleraCluster : IAsyncDisposable
{
    private const string Provider = "/usr/lib/galera/libgalera_smm.so";
    private const int Size = 3;
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-galera-").FullName;
    private readonly List<MariaDbServer> _nodes = [];

    private GaleraCluster()
    {
    }

    public IReadOnlyList<MariaDbServer> Nodes => _nodes;

    public ClusterSeed Seed { get; private set; } = null!;

    public static async Task<GaleraCluster> StartAsync()
    {
        MariaDbServer.SkipWithout();
        Assert.SkipUnless(File.Exists(Provider), "galera-4 is not installed; infra/test.sh installs it.");
        var cluster = new GaleraCluster();
        var options = OptionsOf([.. Enumerable.Range(0, Size).Select(_ => FreePort.Next())]);
        var first = await MariaDbServer.StartAsync([.. options[0], "--wsrep-new-cluster"]);
        cluster._nodes.Add(first);
        cluster.Seed = await ClusterSeed.MakeAsync(first, "galera", cluster._folder);
        await first.StopAsync();
        await NotePositionAsync(first);
        foreach (var more in options.Skip(1))
            cluster._nodes.Add(await MariaDbServer.CopyAsync(first, more));
        foreach (var node in cluster._nodes)
            await WriteTransferAsync(node);
        await first.StartAgainAsync();
        await Task.WhenAll(cluster._nodes.Skip(1).Select(node => node.StartAgainAsync()));
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Reads wait until this node has what the others committed before (wsrep-sync-wait): a balancer may send each call to another one.</summary>
    private static IReadOnlyList<string[]> OptionsOf(IReadOnlyList<int> ports) =>
    [
        .. ports.Select((port, i) => (string[])
        [
            "--wsrep-on=ON", $"--wsrep-provider={Provider}", "--wsrep-cluster-name=tests", $"--wsrep-node-name=node-{i + 1}", "--wsrep-sync-wait=1",
            $"--wsrep-cluster-address=gcomm://{string.Join(',', ports.Select(p => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{p}")))}",
            $"--wsrep-node-address=127.0.0.1:{port}", "--wsrep-sst-method=copied", $"--wsrep-sst-receive-address=127.0.0.1:{FreePort.Next()}",
            "--binlog-format=ROW", "--innodb-autoinc-lock-mode=2", "--innodb-buffer-pool-size=64M", "--innodb-log-file-size=32M",
            // How long until a silent member counts as dead stays the usual five seconds: with less, busy members part for a moment, and no majority is left when one then dies.
            $"--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:{port};ist.recv_addr=127.0.0.1:{FreePort.Next()};repl.causal_read_timeout=PT5S;gcache.size=64M",
        ]),
    ];

    /// <summary>Which of the group's changes the files hold, as the stopped server noted it.</summary>
    private static async Task NotePositionAsync(MariaDbServer stopped)
    {
        var state = (await File.ReadAllLinesAsync(Path.Combine(stopped.Data, "grastate.dat"))).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(stopped.Data, "copied_from"), $"{state["uuid"]}:{state["seqno"]}\n");
    }

    /// <summary>The program that Galera calls to hand over a state: there is nothing to hand over, and what came since the provider sends itself.</summary>
    private static async Task WriteTransferAsync(MariaDbServer node)
    {
        var file = Path.Combine(node.Folder, "wsrep_sst_copied");
        await File.WriteAllTextAsync(file, Transfer.Replace("\r", "", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private const string Transfer = """
        #!/bin/sh
        while [ $# -gt 0 ]; do
          case "$1" in
            --role) role=$2; shift ;;
            --address) address=$2; shift ;;
            --gtid) gtid=$2; shift ;;
            --datadir) data=$2; shift ;;
          esac
          shift
        done
        if [ "$role" = donor ]; then
          echo "done $gtid"
        else
          echo "ready $address/copied"
          cat "$data/copied_from"
        fi

        """;
}
