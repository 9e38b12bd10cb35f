using ScanDeputy.Server.Features.Cases;

namespace ScanDeputy.Server.Commands;

/// <summary>Proves that no case's history was changed and that everything beside it follows from it (docs/operations/check.md).</summary>
public static class VerifyLedgerCommand
{
    public static readonly Command Description = new("verify-ledger", "[--case NUMBER]", "Recomputes the chain of events of every case, and what follows from it.", RunAsync);

    private static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words, CancellationToken ct)
    {
        await CommandLine.DatabaseOfAsync(app, ct);
        var number = app.Configuration["case"];
        var check = app.Services.GetRequiredService<LedgerCheck>();
        var totals = await check.RunAsync(number, fault => Console.WriteLine($"FAULT {fault.Case}: {fault.Text}"), ct);
        if (totals is null)
        {
            await Console.Error.WriteLineAsync($"There is no case {number}.");
            return CommandLine.FoundFaults;
        }

        Console.WriteLine($"Checked {totals.Cases} cases with {totals.Events} events: {(totals.Faults == 0 ? "all whole" : $"{totals.Faults} broken")}.");
        if (totals.DatesOfAnotherCalendar > 0)
            Console.WriteLine($"Due dates of {totals.DatesOfAnotherCalendar} cases were counted with another version of the calendar and were not compared.");
        return totals.Faults == 0 ? CommandLine.Done : CommandLine.FoundFaults;
    }
}
