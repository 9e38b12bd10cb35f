using ScanDeputy.Server.Features.Network.Districts;
using ScanDeputy.Server.Features.Network.Import;

namespace ScanDeputy.Server.Commands;

/// <summary>Takes over the statistical division codes of a county, a province or the nation (docs/operations/import.md).</summary>
public static class DistrictsCommand
{
    private const int MostShown = 20;

    public static readonly Command Description = new(
        "districts", "--file FILE [--complete] [--dry-run]", "Compares a list of districts with the database and takes it over.", RunAsync, "--complete", "--dry-run");

    private static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words, CancellationToken ct)
    {
        var path = Path.GetFullPath(app.Configuration.Required("file"));
        if (!File.Exists(path))
            throw new UsageException($"There is no file {path}.");

        await CommandLine.DatabaseOfAsync(app, ct);
        var dryRun = app.Configuration.GetValue<bool>("dry-run");
        var file = new ImportFile(Path.GetFileName(path), await File.ReadAllBytesAsync(path, ct));
        var report = await app.Services.GetRequiredService<ImportDistricts.Handler>()
            .RunAsync(file, null, DataChanges.Command, app.Configuration.GetValue<bool>("complete"), dryRun, ct);
        foreach (var fault in report.Faults)
            Console.WriteLine(fault);
        if (!report.Accepted)
        {
            Console.WriteLine($"{report.Faults.Count} faults; nothing was written.");
            return CommandLine.FoundFaults;
        }

        Console.WriteLine($"{report.Rows} rows read");
        foreach (var (kind, count) in report.Diff!.Counts)
        {
            Console.WriteLine($"{kind,-10} {count,8}");
            foreach (var change in report.Diff.Changes.Where(change => change.Kind == kind).Take(MostShown))
                Console.WriteLine($"  {change.Code} {change.OldName}{(change.OldName is null ? "" : " → ")}{change.Name}{(change.Successor is null ? "" : $" → {change.Successor}")}");
        }

        Console.WriteLine(dryRun ? "This was a dry run: nothing was written." : "Written.");
        return CommandLine.Done;
    }
}
