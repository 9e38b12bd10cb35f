using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Checks;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Administration.Watchdog;

/// <summary>What the watchdog looks for, as lines of the command <c>check</c>.</summary>
public sealed class WatchdogCheck(WatchdogProbe probe) : IDependencyCheck
{
    public CheckNeeds Needs => CheckNeeds.Schema;

    public string Name => "watchdog";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct)
    {
        var findings = await probe.LookAsync(ct);
        // The calendar has a line of its own.
        return [.. WatchdogChecks.All.Where(check => check != WatchdogChecks.CalendarMissing)
            .Select(check => Judge(check, [.. findings.Where(finding => finding.Check == check)]))];
    }

    private static CheckResult Judge(string check, IReadOnlyList<WatchdogFinding> findings)
    {
        if (findings.Count == 0)
            return CheckResult.Ok(check, "none");

        var examples = string.Join(", ", findings.Select(finding => finding.Example).Where(example => example.Length > 0));
        var text = FormattableString.Invariant($"{findings.Sum(finding => finding.Count)} {(examples.Length > 0 ? $"(such as {examples})" : "")}").TrimEnd();
        // A worker that was killed just now leaves a lease that runs out by itself.
        return check == WatchdogChecks.OrphanedLeases ? CheckResult.Warning(check, text) : CheckResult.Fault(check, text);
    }
}

/// <summary>Are the holidays known as far ahead as they can be?</summary>
public sealed class CalendarCheck(Database database, WatchdogProbe probe, RuleBook book) : IDependencyCheck
{
    public CheckNeeds Needs => CheckNeeds.Schema;

    public string Name => "calendar";

    public Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct) => database.ReadAsync<IReadOnlyList<CheckResult>>(
        async connection => await probe.MissingYearsAsync(connection) is [{ Example: var year }, ..] missing
            ? [CheckResult.Fault(Name, $"the holidays of {year} are missing in {string.Join(", ", missing.Select(finding => finding.Jurisdiction))}: due dates that reach into it are provisional. Import the State Council's notice (docs/operations/check.md)")]
            : [CheckResult.Ok(Name, $"holidays are known until {Columns.Text((await book.EverywhereAsync(connection)).CoveredUntil)} or later")],
        ct);
}
