namespace ScanDeputy.Server.Platform.Checks;

public static class ChecksPlatform
{
    public static IServiceCollection AddChecks(this IServiceCollection services) => services
        .AddSingleton<IDependencyCheck, DatabaseCheck>()
        .AddSingleton<IDependencyCheck, SchemaCheck>()
        .AddSingleton<IDependencyCheck, ClockCheck>()
        .AddSingleton<IDependencyCheck, KeyRingCheck>()
        .AddSingleton<IDependencyCheck, EncryptedDataCheck>()
        .AddSingleton<Checkup>();
}

/// <summary>Runs all checks, those that others need first; what cannot be looked at is said, not skipped in silence.</summary>
public sealed class Checkup(IEnumerable<IDependencyCheck> checks)
{
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken ct)
    {
        var results = new List<CheckResult>();
        string? missing = null;
        foreach (var check in checks.OrderBy(check => check.Needs))
        {
            if (check.Needs > CheckNeeds.Nothing && missing is not null)
            {
                results.Add(CheckResult.Warning(check.Name, $"not looked at, because of the fault of the {missing}"));
                continue;
            }

            var found = await check.RunAsync(ct);
            results.AddRange(found);
            if (check is DatabaseCheck or SchemaCheck && found.Any(result => result.Level == CheckLevel.Fault))
                missing = check.Name;
        }

        return results;
    }
}
