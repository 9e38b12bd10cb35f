using System.IO.Compression;
using ScanDeputy.Tests.Conventions;
using ScanDeputy.Tests.Infra;
using Xunit;

namespace ScanDeputy.Tests.Faults;

/// <summary>The program as it was when the baseline of the schema got its form, built from the history of this repository.</summary>
internal static class OlderProgram
{
    private const string Baseline = "src/ScanDeputy.Server/Platform/Database/Migrations/0001_baseline.mysql.sql";

    /// <summary>What takes the schema back to what that program knew: for each migration after the baseline, the reverse of what it added.</summary>
    public static readonly IReadOnlyList<string> Rollback =
    [
        "delete from schema_migrations where number > 1",
    ];

    /// <returns>The program's file, in this folder.</returns>
    public static async Task<string> BuildAsync(string folder)
    {
        Assert.SkipUnless(FaultsCollection.IsLong, "Builds an older version, which takes minutes: SCANDEPUTY_LONG=1 asks for it.");
        var root = SourceTree.Find().Root;
        var commit = (await Tool.RunAsync(Tool.Need("git"), ["log", "-1", "--format=%H", "--", Baseline], folder: root)).Output.Trim();
        Assert.SkipUnless(commit.Length > 0, "This checkout has no history.");

        var archive = Path.Combine(folder, "old.zip");
        (await Tool.RunAsync(Tool.Need("git"), ["archive", "--format=zip", $"--output={archive}", commit], folder: root)).ExpectDone();
        await ZipFile.ExtractToDirectoryAsync(archive, folder);
        var output = Path.Combine(folder, "out");
        (await Tool.RunAsync(
            "dotnet", ["build", "src/ScanDeputy.Server", "-c", "Release", "-o", output, "-p:RunAnalyzers=false", "-nologo", "-v", "quiet"], folder: folder)).ExpectDone();
        return Path.Combine(output, "ScanDeputy.Server.dll");
    }
}
