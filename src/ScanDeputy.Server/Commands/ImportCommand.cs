using ScanDeputy.Server.Features.Network.Import;

namespace ScanDeputy.Server.Commands;

/// <summary>Founds or updates a jurisdiction from a folder of CSV files (docs/operations/import.md).</summary>
public static class ImportCommand
{
    public static readonly Command Description = new(
        "import", "--folder FOLDER [--dry-run] [--passwords FILE]", "Loads a jurisdiction's stations, deputies, agencies and staff from CSV files.", RunAsync, "--dry-run");

    private static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words, CancellationToken ct)
    {
        var folder = Path.GetFullPath(app.Configuration.Required("folder"));
        if (!Directory.Exists(folder))
            throw new UsageException($"There is no folder {folder}.");
        var passwords = app.Configuration["passwords"] is { Length: > 0 } given ? Path.GetFullPath(given) : null;
        if (passwords is not null && File.Exists(passwords))
            throw new UsageException($"{passwords} exists and is not overwritten: give another name.");

        await CommandLine.DatabaseOfAsync(app, ct);
        var dryRun = app.Configuration.GetValue<bool>("dry-run");
        Action<IReadOnlyList<(string UserName, string Password)>>? keep = passwords is null ? null : made => Draft(passwords, made);
        var report = await app.Services.GetRequiredService<ImportMasterData>().RunAsync(folder, dryRun, keep, ct);
        foreach (var (file, rows) in report.Files)
            Console.WriteLine($"{file,-22} {rows,6} rows read");
        foreach (var file in report.LeftOut)
            Console.WriteLine($"{file,-22} left out: it is the system's own");
        if (report.Faults.Count > 0)
        {
            foreach (var fault in report.Faults.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line))
                Console.WriteLine(fault);
            Console.WriteLine($"{report.Faults.Count} faults; nothing was written.");
            return CommandLine.FoundFaults;
        }

        if (passwords is not null && !dryRun)
            File.Move(passwords + ".new", passwords);
        Print(report, dryRun, passwords);
        return CommandLine.Done;
    }

    private static void Print(ImportReport report, bool dryRun, string? passwords)
    {
        foreach (var (table, (inserted, updated, unchanged)) in report.Counts)
            Console.WriteLine($"{table,-18} {inserted,6} new {updated,6} changed {unchanged,6} as before");
        if (report.LeftClosed.Count > 0)
            Console.WriteLine($"closed accounts stay closed: {string.Join(", ", report.LeftClosed)}");
        if (dryRun)
        {
            Console.WriteLine("This was a dry run: nothing was written.");
            return;
        }

        foreach (var (station, code) in report.Codes)
            Console.WriteLine($"station {station} has the code {code}");
        if (passwords is not null)
            Console.WriteLine($"{report.Passwords.Count} new passwords are in {passwords}, readable by you only: hand them over and delete it.");
    }

    /// <summary>On disk before the accounts are: a password that nobody has seen would lock its owner out.</summary>
    private static void Draft(string file, IReadOnlyList<(string UserName, string Password)> made)
    {
        File.Delete(file + ".new");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file + ".new", options);
        using (var writer = new StreamWriter(stream, leaveOpen: true))
        {
            writer.WriteLine("user_name,password");
            foreach (var (userName, password) in made)
                writer.WriteLine($"{userName},{password}");
        }

        stream.Flush(flushToDisk: true);
    }
}
