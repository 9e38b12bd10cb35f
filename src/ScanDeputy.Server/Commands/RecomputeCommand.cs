using System.Globalization;
using ScanDeputy.Server.Features.Deadlines;

namespace ScanDeputy.Server.Commands;

/// <summary>Proves that every due date follows from events, policy and calendar. Changes nothing (docs/operations/check.md).</summary>
public static class RecomputeCommand
{
    public static readonly Command Description = new("recompute", "", "Counts every due date again from the events and prints those that differ.", RunAsync);

    private static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words, CancellationToken ct)
    {
        await CommandLine.DatabaseOfAsync(app, ct);
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var started = clock.GetTimestamp();
        var totals = await app.Services.GetRequiredService<DueDateCheck>().RunAsync(
            fault => Console.WriteLine(
                $"DIFFERS {fault.Case} stage {fault.Sequence}: {Said(fault.Stored, fault.StoredVerdict)}, counted {Said(fault.Counted, fault.CountedVerdict)}."),
            ct);
        var seconds = clock.GetElapsedTime(started).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        Console.WriteLine($"Counted {totals.Stages} due dates of {totals.Cases} cases in {seconds} s: {(totals.Differences == 0 ? "no difference" : $"{totals.Differences} differ")}.");
        return totals.Differences == 0 ? CommandLine.Done : CommandLine.FoundFaults;
    }

    private static string Said(DateOnly? on, string? verdict) =>
        on is { } date ? string.Create(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd} {verdict}") : "no such stage";
}
