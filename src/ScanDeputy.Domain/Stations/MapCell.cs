using System.Runtime.InteropServices;

namespace ScanDeputy.Domain.Stations;

/// <summary>
/// A rectangle of the map. Level 0 is the whole earth; each next level halves both sides, so that a cell of the finest is some 38 by 19 metres at the
/// equator. Codes are a Z-order: all places within a cell have codes that follow each other, whatever its level, and are one walk along an index.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MapCell(int Level, int Row, int Column)
{
    public const int Finest = 20;

    // What rounding may take from a distance, in metres.
    private const double Slack = 0.01;

    /// <summary>The code of the place's finest cell: what is stored beside the place.</summary>
    public static long CodeOf(GeoPoint place) => Of(place, Finest).First;

    /// <summary>The same of a place that may be none.</summary>
    public static long? CodeOf(double? lat, double? lng) => GeoPoint.Of(lat, lng) is { } place ? CodeOf(place) : null;

    public static MapCell Of(GeoPoint place, int level)
    {
        var cells = 1 << level;
        return new MapCell(level, Index((place.Lat + 90) / 180, cells), Index((place.Lng + 180) / 360, cells));

        static int Index(double share, int cells) => Math.Clamp((int)(share * cells), 0, cells - 1);
    }

    /// <summary>The whole earth without overlap: the place's cell of this level, and at each wider level the three beside what is there already.</summary>
    public static IEnumerable<MapCell> Around(GeoPoint place, int level)
    {
        var inner = Of(place, level);
        yield return inner;
        for (; inner.Level > 0; inner = inner.Parent)
        {
            foreach (var beside in inner.Parent.Children())
            {
                if (beside != inner)
                    yield return beside;
            }
        }
    }

    /// <summary>The least code within.</summary>
    public long First => (Spread(Row) << 1 | Spread(Column)) << (2 * (Finest - Level));

    /// <summary>The greatest code within.</summary>
    public long Last => First + (1L << (2 * (Finest - Level))) - 1;

    private MapCell Parent => new(Level - 1, Row >> 1, Column >> 1);

    public IEnumerable<MapCell> Children()
    {
        for (var part = 0; part < 4; part++)
            yield return new MapCell(Level + 1, (Row << 1) + (part >> 1), (Column << 1) + (part & 1));
    }

    /// <summary>No place within the cell is nearer than so many metres; 0 for one that holds the place.</summary>
    public double MetresFrom(GeoPoint place)
    {
        var (height, width) = (180.0 / (1 << Level), 360.0 / (1 << Level));
        var (south, west) = ((Row * height) - 90, (Column * width) - 180);
        var (north, east) = (south + height, west + width);
        var metres = place.Lng >= west && place.Lng <= east
            ? EarthDistance.Metres(place, place with { Lat = Math.Clamp(place.Lat, south, north) })
            : Math.Min(FromMeridian(place, west, south, north), FromMeridian(place, east, south, north));
        return Math.Max(0, metres - Slack);
    }

    /// <summary>The distance along a meridian falls to one place and grows from there, so that the nearest is that place or an end of the piece.</summary>
    private static double FromMeridian(GeoPoint place, double lng, double south, double north)
    {
        var lat = double.DegreesToRadians(place.Lat);
        var foot = double.RadiansToDegrees(Math.Atan2(Math.Sin(lat), Math.Cos(lat) * Math.Cos(double.DegreesToRadians(lng - place.Lng))));
        var ends = Math.Min(EarthDistance.Metres(place, new GeoPoint(south, lng)), EarthDistance.Metres(place, new GeoPoint(north, lng)));
        return foot > south && foot < north ? Math.Min(ends, EarthDistance.Metres(place, new GeoPoint(foot, lng))) : ends;
    }

    /// <summary>A zero before each bit.</summary>
    private static long Spread(int bits)
    {
        var spread = 0L;
        for (var bit = 0; bit < Finest; bit++)
            spread |= (long)((bits >> bit) & 1) << (2 * bit);
        return spread;
    }
}
