using ScanDeputy.Server.Features.Administration.Backup;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Commands;

/// <summary>Writes everything that is in the database at one instant into one file, while the program runs (docs/operations/backup.md).</summary>
public static class BackupCommand
{
    public static readonly Command Description = new("backup", "--file FILE", "Writes the database, as it is at one instant, into a new file that either database can read back.", RunAsync);

    private static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words, CancellationToken ct)
    {
        var file = Path.GetFullPath(app.Configuration.Required("file"));
        if (File.Exists(file))
        {
            await Console.Error.WriteLineAsync($"{file} exists and is not overwritten: give another name.");
            return CommandLine.FoundFaults;
        }

        var database = await CommandLine.DatabaseOfAsync(app, ct);
        var clock = app.Services.GetRequiredService<TimeProvider>();
        // First: what cannot be written down is not taken away.
        await CommandTrail.TellAsync(app, database, "backup", ct);
        var written = await BackupWriter.WriteAsync(database, app.Services.GetRequiredService<KeyRing>(), clock, file, ct);
        foreach (var table in written.Tables.Where(table => table.Rows > 0))
            Console.WriteLine($"{table.Name,-22} {table.Rows,10} rows");
        Console.WriteLine($"Wrote {written.Rows} rows of {written.Header.TakenAt:O} to {file}.");
        Console.WriteLine("It is encrypted with a key of the key file (Keys__File, or keys.json in the data folder), which is not in it: keep that file too, in another place. Without it the backup cannot be read.");
        return CommandLine.Done;
    }
}
