using System.Globalization;
using ScanDeputy.Server.Features.Ledger;
using ScanDeputy.Server.Platform.Audit;

namespace ScanDeputy.Server.Commands;

/// <summary>Proves that no case's history was changed and that everything beside it follows from it (docs/operations/check.md).</summary>
public static class VerifyLedgerCommand
{
    public static readonly Command Description = new(
        "verify-ledger", "[--case NUMBER | --root DATE]",
        "Recomputes the chain of events of every case, and what follows from it; or all ledgers' root hash of one day.", RunAsync);

    private static async Task<int> RunAsync(WebApplication app, IReadOnlyList<string> words, CancellationToken ct)
    {
        await CommandLine.DatabaseOfAsync(app, ct);
        if (app.Configuration["root"] is { } day)
            return await RootAsync(app.Services.GetRequiredService<LedgerRoots>(), day, ct);

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
            Console.WriteLine($"Due dates of {totals.DatesOfAnotherCalendar} open cases wait to be counted with a notice that was imported just now and were not compared.");
        if (number is not null)
            return totals.Faults == 0 ? CommandLine.Done : CommandLine.FoundFaults;

        var known = await app.Services.GetRequiredService<LedgerRoots>().KnownOfAuditAsync(ct);
        var audit = await app.Services.GetRequiredService<AuditCheck>().RunAsync((chain, fault) => Console.WriteLine($"FAULT audit {chain}: {fault}."), known, ct);
        Console.WriteLine($"Checked {audit.Entries} audit entries in {audit.Chains} chains: {(audit.Faults == 0 ? "all whole" : $"{audit.Faults} faults")}, root {audit.Root}.");
        return totals.Faults + audit.Faults == 0 ? CommandLine.Done : CommandLine.FoundFaults;
    }

    /// <summary>What the ledgers say now about a day that is over, beside what was written down then; the deposited copy is for the caller to compare.</summary>
    private static async Task<int> RootAsync(LedgerRoots roots, string text, CancellationToken ct)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            throw new UsageException($"--root '{text}' is not a date: write it like 2026-05-14.");

        var root = await roots.ComputeAsync(day, ct);
        var known = await roots.KnownAsync(day, ct);
        Console.WriteLine(root.ToLine());
        if (known is null)
            return CommandLine.Done;

        if (known.Root != root.Root)
            Console.WriteLine($"FAULT root of {text}: it was {known.Root} when the day ended.");
        var auditDiffers = root.AuditRoot is not null && known.AuditRoot.Length > 0 && known.AuditRoot != root.AuditRoot;
        if (auditDiffers)
            Console.WriteLine($"FAULT root of the audit trail of {text}: it was {known.AuditRoot} when the day ended.");
        return known.Root == root.Root && !auditDiffers ? CommandLine.Done : CommandLine.FoundFaults;
    }
}
