using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Stations;

namespace ScanDeputy.Server.Features.Network;

public static class NetworkFeature
{
    public static IServiceCollection AddNetwork(this IServiceCollection services) => services
        .AddSingleton<GetStationByCode.Handler>()
        .AddSingleton<ListStations.Handler>()
        .AddSingleton<OwnStationCode>()
        .AddSingleton<StationCache>()
        .AddSingleton<ImportMasterData>();

    public static void MapNetwork(this RouteGroupBuilder api)
    {
        GetStationByCode.Map(api);
        ListStations.Map(api);
    }
}
