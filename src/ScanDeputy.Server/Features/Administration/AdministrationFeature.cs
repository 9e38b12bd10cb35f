using ScanDeputy.Server.Features.Administration.Import;
using ScanDeputy.Server.Features.Administration.Keys;
using ScanDeputy.Server.Features.Administration.Watchdog;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Checks;

namespace ScanDeputy.Server.Features.Administration;

public static class AdministrationFeature
{
    public static IServiceCollection AddAdministration(this IServiceCollection services) => services
        .AddSingleton<ImportMasterData>()
        .AddSingleton<PersonalDataRotation>()
        .AddSingleton<WatchdogProbe>()
        .AddSingleton<ISweep, WatchdogSweep>()
        .AddSingleton<IDependencyCheck, CalendarCheck>()
        .AddSingleton<IDependencyCheck, WatchdogCheck>();
}
