using ScanDeputy.Server.Features.Administration;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Commands;

/// <summary>Brings the database to this version's schema. May be run by any number of programs at once, and again after a crash.</summary>
public static class MigrateCommand
{
    public static readonly Command Description = new("migrate", "", "Brings the database to this version's schema.", RunAsync);

    private static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words, CancellationToken ct)
    {
        var database = app.Services.GetRequiredService<Database>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        if (app.Services.GetRequiredService<Node>().Profile == Profile.Production && await DemoRows.FaultAsync(database, ct) is { } fault)
        {
            await Console.Error.WriteLineAsync($"{fault} Nothing was changed.");
            return CommandLine.FoundFaults;
        }

        var ran = await database.MigrateAsync(clock, ct);
        await CalendarNotices.RecordPublishedAsync(database, clock, ct);
        Console.WriteLine(ran.Count == 0 ? "The schema is up to date." : $"Ran {string.Join(", ", ran)}.");
        return CommandLine.Done;
    }
}
