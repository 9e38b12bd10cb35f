namespace ScanDeputy.Domain.Stations;

/// <summary>A place in degrees (GCJ-02).</summary>
public sealed record GeoPoint(double Lat, double Lng)
{
    public static GeoPoint? Of(double? lat, double? lng) => lat is { } a && lng is { } b ? new GeoPoint(a, b) : null;
}

/// <summary>Degrees, inclusive.</summary>
public sealed record GeoBox(double South, double North, double West, double East);

/// <summary>Metres along the earth's surface, taken for a ball: within a county the error against the ellipsoid is a few metres a kilometre.</summary>
public static class EarthDistance
{
    private const double Radius = 6_371_000;

    public static double Metres(GeoPoint a, GeoPoint b)
    {
        var (lat1, lat2) = (double.DegreesToRadians(a.Lat), double.DegreesToRadians(b.Lat));
        var (dLat, dLng) = (lat2 - lat1, double.DegreesToRadians(b.Lng - a.Lng));
        var h = Math.Pow(Math.Sin(dLat / 2), 2) + (Math.Cos(lat1) * Math.Cos(lat2) * Math.Pow(Math.Sin(dLng / 2), 2));
        return 2 * Radius * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    /// <summary>The smallest box that holds everything within so many metres; not for the poles.</summary>
    public static GeoBox Around(GeoPoint place, double metres)
    {
        var dLat = double.RadiansToDegrees(metres / Radius);
        var dLng = double.RadiansToDegrees(Math.Asin(Math.Min(1, Math.Sin(metres / Radius) / Math.Cos(double.DegreesToRadians(place.Lat)))));
        return new GeoBox(place.Lat - dLat, place.Lat + dLat, place.Lng - dLng, place.Lng + dLng);
    }
}
