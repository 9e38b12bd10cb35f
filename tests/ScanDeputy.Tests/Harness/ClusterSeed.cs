using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScanDeputy.Server;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Tests.Harness;

/// <summary>
/// The demo's people and matters of today in a MariaDB, for nodes of the production profile, which never write a demo: an embedded
/// start fills the database, and leaves the key file that its personal data were written with.
/// </summary>
public sealed record ClusterSeed(string Database, string KeysFile, IReadOnlyList<Personas.Persona> People)
{
    private const string TemplateName = "cluster_template";
    private static readonly Lazy<Task<ClusterSeed>> Template = new(async () =>
    {
        var folder = Directory.CreateTempSubdirectory("scandeputy-cluster-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return await MakeAsync(await MariaDbServer.SharedAsync(), TemplateName, folder);
    });

    /// <summary>A copy on the shared server, quicker than a new one.</summary>
    public static async Task<ClusterSeed> CopyAsync(string database)
    {
        var seed = await Template.Value;
        var server = await MariaDbServer.SharedAsync();
        await server.ExecuteAsync(await TestDatabases.CopyScriptAsync(server, TemplateName, database));
        return seed with { Database = database };
    }

    /// <param name="folder">Gets the key file.</param>
    public static async Task<ClusterSeed> MakeAsync(MariaDbServer server, string database, string folder)
    {
        await server.ExecuteAsync($"create database {database}");
        await using var app = ServerSetup.Build(
            ["--urls", "http://127.0.0.1:0", "--Data:Directory", folder, "--Database:ConnectionString", server.ConnectionString(database, pool: 4), "--Jobs:Enabled", "false"],
            WallClock.Real, builder => builder.Logging.ClearProviders());
        await app.Services.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
        var people = await app.Services.GetRequiredService<Personas>().ListAsync(CancellationToken.None);
        // A county's data, from here on: production works with none that are the demo's.
        await app.Services.GetRequiredService<Database>().WriteAsync(scope => scope.ExecuteAsync("update jurisdictions set is_demo = 0"), CancellationToken.None);
        return new ClusterSeed(database, Path.Combine(folder, "keys.json"), people);
    }
}
