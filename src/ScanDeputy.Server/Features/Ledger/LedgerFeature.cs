using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Ledger;

/// <summary>Evidence that nothing was changed afterwards: checks of the chain, its roots, a case's whole file to take away.</summary>
public static class LedgerFeature
{
    /// <param name="rootsFile">Where the ledgers' roots are written when nothing is configured; null for nowhere.</param>
    public static IServiceCollection AddLedger(this IServiceCollection services, IConfiguration configuration, string? rootsFile) => services
        .AddSingleton<LedgerCheck>()
        .AddSingleton<AuditRoots>()
        .AddSingleton<LedgerRoots>()
        .AddSingleton(provider => new LedgerRootFile(
            provider.GetRequiredService<Database>(), LedgerRootFile.PathOf(configuration, rootsFile), provider.GetRequiredService<ILogger<LedgerRootFile>>()))
        .AddSingleton<GetCaseFile.Handler>()
        .AddSingleton<ISweep, LedgerRootSweep>();

    public static void MapLedger(this RouteGroupBuilder api) => GetCaseFile.Map(api.MapGroup("/cases").RequireAuthorization(Rights.SignedIn));
}
