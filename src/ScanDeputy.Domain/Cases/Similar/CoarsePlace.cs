using ScanDeputy.Domain.Stations;

namespace ScanDeputy.Domain.Cases.Similar;

/// <summary>
/// A report's place as far as strangers may learn it. Whoever may ask for distances from places of their choice finds the place itself by a few
/// questions; from the middle of a cell of a fixed grid they find the cell, however often they ask.
/// </summary>
public static class CoarsePlace
{
    /// <summary>Degrees: about 220 m from south to north, 180 m from west to east.</summary>
    private const double Cell = 0.002;

    /// <summary>Metres, at the most, between a place and the middle of its cell: half a diagonal at the equator, rounded up.</summary>
    public const double MostOff = 160;

    // Metres; what is farther is said in whole multiples of the last.
    private static readonly int[] Bands = [200, 500, 1000, 2000, 5000];

    /// <summary>The middle of the cell that the place lies in; null for no place.</summary>
    public static GeoPoint? Of(GeoPoint? place) => place is null ? null : new GeoPoint(Middle(place.Lat), Middle(place.Lng));

    /// <summary>The band that a distance lies in, by its upper end, in metres.</summary>
    public static int BandOf(double metres)
    {
        foreach (var band in Bands)
        {
            if (metres <= band)
                return band;
        }

        return (int)Math.Ceiling(metres / Bands[^1]) * Bands[^1];
    }

    private static double Middle(double degrees) => (Math.Floor(degrees / Cell) + 0.5) * Cell;
}
