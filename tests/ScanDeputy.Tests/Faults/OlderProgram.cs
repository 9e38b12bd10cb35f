using System.IO.Compression;
using ScanDeputy.Tests.Conventions;
using ScanDeputy.Tests.Infra;
using Xunit;

namespace ScanDeputy.Tests.Faults;

/// <summary>The program as it was before the migration 0006, built from the history of this repository.</summary>
internal static class OlderProgram
{
    /// <summary>The last commit before it.</summary>
    private const string Commit = "d7ba45da14122c191e874b960653353dba2131dc";

    /// <summary>What takes the schema back to what that commit knew.</summary>
    public static readonly IReadOnlyList<string> Rollback =
    [
        "drop index cases_similar_station on cases", "drop index cases_similar_place on cases", "alter table case_followers drop column chosen_at",
        "alter table attachments drop column released_by, drop column released_at",
        "drop index cases_status on cases", "drop index stages_open on stages", "drop table due_date_changes", "drop table calendar_notices",
        "alter table policies drop column applied_at, drop column created_at, drop column created_by",
        "alter table cases drop index cases_reminders, drop column remind_at",
        "drop table ledger_roots", "drop table supervisor_digests", "drop table resident_clock_days", "alter table outbox drop index outbox_monitor, drop column jurisdiction",
        "drop table deputy_departures", "drop table absences", "alter table deputies drop index deputies_active",
        "alter table content_checks drop column label, drop column released_by, drop column released_at",
        "alter table users drop column town", "alter table alerts drop index alerts_unread",
        "delete from schema_migrations where number > 5",
    ];

    /// <returns>The program's file, in this folder.</returns>
    public static async Task<string> BuildAsync(string folder)
    {
        Assert.SkipUnless(FaultsCollection.IsLong, "Builds an older version, which takes minutes: SCANDEPUTY_LONG=1 asks for it.");
        var root = SourceTree.Find().Root;
        var known = await Tool.RunAsync(Tool.Need("git"), ["cat-file", "-e", $"{Commit}^{{commit}}"], folder: root);
        Assert.SkipUnless(known.ExitCode == 0, "This checkout has no history.");

        var archive = Path.Combine(folder, "old.zip");
        (await Tool.RunAsync(Tool.Need("git"), ["archive", "--format=zip", $"--output={archive}", Commit], folder: root)).ExpectDone();
        await ZipFile.ExtractToDirectoryAsync(archive, folder);
        var output = Path.Combine(folder, "out");
        (await Tool.RunAsync(
            "dotnet", ["build", "src/ScanDeputy.Server", "-c", "Release", "-o", output, "-p:RunAnalyzers=false", "-nologo", "-v", "quiet"], folder: folder)).ExpectDone();
        return Path.Combine(output, "ScanDeputy.Server.dll");
    }
}
