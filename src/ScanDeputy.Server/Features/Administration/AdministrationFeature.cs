using ScanDeputy.Server.Features.Administration.Import;
using ScanDeputy.Server.Features.Administration.Keys;
using ScanDeputy.Server.Features.Administration.Parked;
using ScanDeputy.Server.Features.Administration.Watchdog;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Checks;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Administration;

public static class AdministrationFeature
{
    public static IServiceCollection AddAdministration(this IServiceCollection services) => services
        .AddSingleton<ImportMasterData>()
        .AddSingleton<PersonalDataRotation>()
        .AddSingleton<ListParked.Handler>()
        .AddSingleton<RetryParked.Handler>()
        .AddSingleton<WatchdogProbe>()
        .AddSingleton<WatchdogNotices>()
        .AddSingleton<ISweep, WatchdogSweep>()
        .AddSingleton<IDependencyCheck, CalendarCheck>()
        .AddSingleton<IDependencyCheck, WatchdogCheck>();

    public static void MapAdministration(this RouteGroupBuilder api)
    {
        var parked = api.MapGroup("/admin/parked").RequireAuthorization(Rights.Administer);
        ListParked.Map(parked);
        RetryParked.Map(parked);
    }
}
