using ScanDeputy.Server.Features.Administration.Backup;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Commands;

/// <summary>Reads a backup into an empty, migrated database; all of it or, if anything about it is wrong, nothing.</summary>
public static class RestoreCommand
{
    public static readonly Command Description = new("restore", "--file FILE", "Reads a backup into an empty database that 'migrate' has prepared.", RunAsync);

    private static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words, CancellationToken ct)
    {
        var file = Path.GetFullPath(app.Configuration.Required("file"));
        if (!File.Exists(file))
        {
            await Console.Error.WriteLineAsync($"There is no file {file}.");
            return CommandLine.FoundFaults;
        }

        var database = await CommandLine.DatabaseOfAsync(app, ct);
        try
        {
            var services = app.Services;
            var production = services.GetRequiredService<Node>().Profile == Profile.Production;
            var read = await BackupReader.RestoreAsync(
                database, services.GetRequiredService<KeyRing>(), services.GetRequiredService<TimeProvider>(), file, refuseDemo: production, ct);
            await CommandTrail.TellAsync(app, database, "restore", ct);
            Console.WriteLine($"Restored {read.Rows} rows, taken at {read.Header.TakenAt:O}. Everybody signs in again. Now run 'verify-ledger'.");
            return CommandLine.Done;
        }
        catch (BackupException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Message} Nothing was written.");
            return CommandLine.FoundFaults;
        }
    }
}
