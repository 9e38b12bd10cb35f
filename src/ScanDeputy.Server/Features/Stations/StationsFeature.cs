namespace ScanDeputy.Server.Features.Stations;

public static class StationsFeature
{
    public static IServiceCollection AddStations(this IServiceCollection services) => services
        .AddSingleton<GetStationByCode.Handler>()
        .AddSingleton<ListStations.Handler>()
        .AddSingleton<OwnStationCode>();

    public static void MapStations(this RouteGroupBuilder api)
    {
        GetStationByCode.Map(api);
        ListStations.Map(api);
    }
}
