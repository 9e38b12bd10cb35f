using FluentValidation;
using Microsoft.Extensions.Options;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Stations;

/// <summary>
/// Where somebody stood who scanned a code, told only by phones that had been allowed to before: a plate that is mostly scanned elsewhere hangs in the wrong
/// place, or its picture goes around. The place is compared and forgotten; what stays is one more of the day's scans, near or far.
/// </summary>
public static class TellPlaceOfScan
{
    // About a hundred metres: more is of no use here.
    private const int Decimals = 3;

    /// <summary>GCJ-02 degrees, rounded by the caller to three decimals.</summary>
    public sealed record Request(double? Lat, double? Lng);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Lat).NotNull().InclusiveBetween(-90, 90).WithMessage(_ => ErrorTexts.Detail("field_coordinates"));
            RuleFor(request => request.Lng).NotNull().InclusiveBetween(-180, 180).WithMessage(_ => ErrorTexts.Detail("field_coordinates"));
        }
    }

    public static void Map(RouteGroupBuilder api) => api.MapPost("/station-codes/{code}/place", async (
        string code, Request request, GetStationByCode.Handler stations, ScanCounts scans, IOptions<CodeOptions> options, HttpRequest http, CancellationToken ct) =>
        (await stations.HandleAsync(code, ct)).ToHttp(opened =>
        {
            if (opened.Station is { Kind: not StationKind.Mobile, Location: { } place })
            {
                var stood = new GeoPoint(Math.Round(request.Lat!.Value, Decimals), Math.Round(request.Lng!.Value, Decimals));
                scans.CountPlace(http, opened.Code, EarthDistance.Metres(stood, new GeoPoint(place.Lat, place.Lng)) > options.Value.FarMetres);
            }

            return TypedResults.NoContent();
        }))
        .WithName("TellPlaceOfScan").Refuses(StationErrors.StationCodeUnknown, StationErrors.StationCodeRevoked).Produces(StatusCodes.Status204NoContent);
}
