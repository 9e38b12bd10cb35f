using ScanDeputy.Server.Features.Publication.Open311;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>What the public reads of what was reported, without signing in.</summary>
public static class PublicationFeature
{
    public static IServiceCollection AddPublication(this IServiceCollection services) => services
        .AddSingleton<PublishedReader>()
        .AddSingleton<ListPublicPlaces.Handler>()
        .AddSingleton<ListPublishedCases.Handler>()
        .AddSingleton<GetPublishedRates.Handler>()
        .AddSingleton<PublishedPhotos.Handler>()
        .AddSingleton<GetPublicPlace.Handler>()
        .AddSingleton<PublishedFiles>()
        .AddSingleton<GeoReport>();

    /// <summary>Open data in a form that others have agreed on.</summary>
    public static void MapOpenData(this IEndpointRouteBuilder app) => app.MapGeoReport();

    public static void MapPublication(this RouteGroupBuilder api)
    {
        ListPublicPlaces.Map(api);
        var published = api.MapGroup("/public/{jurisdiction}");
        GetPublicPlace.Map(published);
        ListPublishedCases.Map(published);
        GetPublishedCase.Map(published);
        GetPublishedRates.Map(published);
        PublishedPhotos.Map(published);
    }
}
