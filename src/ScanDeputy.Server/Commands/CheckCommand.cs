using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Checks;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Time;

namespace ScanDeputy.Server.Commands;

/// <summary>Looks at everything that the program depends on, one line each (docs/operations/check.md).</summary>
public static class CheckCommand
{
    public static readonly Command Description = new("check", "", "Looks at settings, connections, schema, clocks, calendar, keys and stuck work.", RunAsync);

    private static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words, CancellationToken ct)
    {
        var node = app.Services.GetRequiredService<Node>();
        // Settings that a start does not allow have refused this command, too.
        Print(CheckResult.Ok("settings", $"profile {node.Profile}, roles {node.Roles}"));
        if (node.Profile == Profile.Embedded)
            await TakeDemoClockAsync(app, ct);

        var results = await app.Services.GetRequiredService<Checkup>().RunAsync(ct);
        foreach (var result in results)
            Print(result);
        return results.Any(result => result.Level == CheckLevel.Fault) ? CommandLine.FoundFaults : CommandLine.Done;
    }

    /// <summary>What is late is late by the clock that the demo was moved to.</summary>
    private static async Task TakeDemoClockAsync(WebApplication app, CancellationToken ct)
    {
        try
        {
            if (await ClockMover.LastAsync(app.Services.GetRequiredService<Database>(), ct) is { } last)
                app.Services.GetRequiredService<MovableClock>().TryMoveTo(last);
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or DatabaseUnavailableException)
        {
            // The checks say so.
        }
    }

    private static void Print(CheckResult result) => Console.WriteLine($"{(result.Level == CheckLevel.Fault ? "FAULT" : result.Level == CheckLevel.Warning ? "warning" : "ok"),-7} {result.Name}: {result.Text}");
}
