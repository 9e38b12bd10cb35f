using ScanDeputy.Domain.Calendars;
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
        // The calendar needs no database and has a line of its own.
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
public sealed class CalendarCheck(WorkingCalendar calendar, TimeProvider clock) : IDependencyCheck
{
    public CheckNeeds Needs => CheckNeeds.Nothing;

    public string Name => "calendar";

    public Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<CheckResult>>(
        [WatchdogProbe.MissingYear(calendar, ChinaTime.Today(clock)) is { } year
            ? CheckResult.Fault(Name, $"the holidays of {year} are missing: due dates that reach into it are provisional. Upgrade to a version that has the State Council's notice")
            : CheckResult.Ok(Name, $"holidays are known until {Columns.Text(calendar.CoveredUntil)}")]);
}
