using ScanDeputy.Server.Features.Network.Pictures;
using ScanDeputy.Server.Features.People.Access;

namespace ScanDeputy.Server.Pages.Stations;

/// <summary>Pictures of deputies and stations for pages, by the same rules as the API's.</summary>
internal static class PicturePages
{
    public static void MapPictures(this WebApplication app)
    {
        app.MapGet("/deputies/{id}/photo", DeputyPhoto.PublicPictureAsync).ExcludeFromDescription();
        app.MapGet("/admin/deputies/{id}/photo", DeputyPhoto.OwnPictureAsync).RequireAuthorization(Rights.Administer).ExcludeFromDescription();
        app.MapGet("/admin/stations/{id}/photos/{photo}", StationPhotos.PictureAsync).RequireAuthorization(Rights.Administer).ExcludeFromDescription();
    }
}
