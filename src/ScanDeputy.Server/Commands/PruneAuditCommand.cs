using System.Globalization;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Commands;

/// <summary>Deletes audit entries whose time of keeping is over, with the account that owns the schema (docs/decisions/0024).</summary>
public static class PruneAuditCommand
{
    private const string Name = "prune-audit";

    public static readonly Command Description = new(
        Name, "--before DATE", $"Deletes audit entries made before a day that is at least {AuditPruning.LeastDays} days ago; what stays can still be verified.", RunAsync);

    private static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words, CancellationToken ct)
    {
        var text = app.Configuration.Required("before");
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var before))
            throw new UsageException($"--before '{text}' is not a date: write it like 2026-05-14.");

        var clock = app.Services.GetRequiredService<TimeProvider>();
        if (before.AddDays(AuditPruning.LeastDays) > ChinaTime.Today(clock))
            throw new UsageException($"--before {text} is less than {AuditPruning.LeastDays} days ago: the audit trail is kept that long.");

        var running = await CommandLine.DatabaseOfAsync(app, ct);
        using var owner = DatabasePlatform.OpenAsOwner(app.Services);
        var check = await app.Services.GetRequiredService<AuditCheck>().RunAsync((chain, fault) => Console.WriteLine($"FAULT audit {chain}: {fault}."), null, ct);
        if (check.Faults > 0)
        {
            await Console.Error.WriteLineAsync("The audit trail is not whole. Nothing was deleted.");
            return CommandLine.FoundFaults;
        }

        var gone = await AuditPruning.RunAsync(owner ?? running, clock, ChinaTime.StartOf(before), Name, ct);
        Console.WriteLine($"Deleted {gone} audit entries made before {text}.");
        return CommandLine.Done;
    }
}
