using System.Data.Common;
using System.Globalization;
using Dapper;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;

namespace ScanDeputy.Server.Features.Network.Stations;

/// <summary>
/// The stations nearest to a place, among as many as a nation has. The map is a partition into cells, small at the place and wider outwards; the nearest
/// cells are read first, one with too many stations is split, and no cell is read that lies farther away than what was found. Each cell is one walk along
/// an index that holds all that is needed, so that the same text is fast on every database.
/// </summary>
public static class NearestStations
{
    /// <param name="Metres">Rounded.</param>
    public readonly record struct Found(string Id, int Metres);

    // Some kilometres: where stations are dense one such cell and its neighbours are enough.
    private const int FirstLevel = 13;

    // Read with one statement, since a trip to a server costs more than a walk.
    private const int CellsAtOnce = 12;

    // One with more is split rather than read.
    private const int Most = 64;

    private static readonly Comparer<Found> Nearer = Comparer<Found>.Create(
        (a, b) => a.Metres != b.Metres ? a.Metres.CompareTo(b.Metres) : string.CompareOrdinal(a.Id, b.Id));

    /// <param name="connection">To read from.</param>
    /// <param name="from">GCJ-02 degrees.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="within">Only those of this district; null for all.</param>
    /// <returns>Nearest first, those of the same metre by their ids.</returns>
    public static async Task<IReadOnlyList<Found>> FindAsync(DbConnection connection, GeoPoint from, int count, DistrictCode? within = null)
    {
        var (queue, found) = (new PriorityQueue<MapCell, double>(), new SortedSet<Found>(Nearer));
        foreach (var cell in MapCell.Around(from, FirstLevel))
            queue.Enqueue(cell, cell.MetresFrom(from));

        while (Next(queue, found, count) is { Count: > 0 } cells)
        {
            foreach (var (cell, rows) in cells.Zip(await ReadAsync(connection, cells, within)))
            {
                if (rows.Count > Most && cell.Level < MapCell.Finest)
                {
                    foreach (var part in cell.Children())
                        queue.Enqueue(part, part.MetresFrom(from));
                    continue;
                }

                foreach (var row in rows.Count > Most ? await AllAsync(connection, cell, within) : rows)
                {
                    found.Add(new Found(row.Id, (int)Math.Round(EarthDistance.Metres(from, new GeoPoint(row.Lat, row.Lng)))));
                    if (found.Count > count)
                        found.Remove(found.Max);
                }
            }
        }

        return [.. found];
    }

    /// <summary>The nearest cells that may still hold one of those that are looked for; half a metre is what rounding hides.</summary>
    private static List<MapCell> Next(PriorityQueue<MapCell, double> queue, SortedSet<Found> found, int count)
    {
        var cells = new List<MapCell>(CellsAtOnce);
        while (cells.Count < CellsAtOnce && queue.TryPeek(out var cell, out var metres) && (found.Count < count || metres <= found.Max.Metres + 0.5))
        {
            queue.Dequeue();
            cells.Add(cell);
        }

        return cells;
    }

    private static async Task<IReadOnlyList<IReadOnlyList<Row>>> ReadAsync(DbConnection connection, IReadOnlyList<MapCell> cells, DistrictCode? within)
    {
        var parameters = Parameters(within);
        parameters.Add("Most", Most + 1);
        for (var i = 0; i < CellsAtOnce; i++)
        {
            // Always the same text, which is prepared once; a walk from 1 to 0 is none.
            parameters.Add($"First{i}", i < cells.Count ? cells[i].First : 1);
            parameters.Add($"Last{i}", i < cells.Count ? cells[i].Last : 0);
        }

        var rows = (await connection.QueryAsync<Row>(within is null ? SelectAll : SelectWithin, parameters)).ToLookup(row => row.Place);
        return [.. cells.Select((_, i) => (IReadOnlyList<Row>)[.. rows[i]])];
    }

    /// <summary>Of a finest cell that holds more than can be split.</summary>
    private static async Task<IReadOnlyList<Row>> AllAsync(DbConnection connection, MapCell cell, DistrictCode? within)
    {
        var parameters = Parameters(within);
        parameters.Add("First", cell.First);
        return (await connection.QueryAsync<Row>($"select 0 as place, id, lat, lng from stations where active = 1 and cell = @First{Within(within is not null)}", parameters)).AsList();
    }

    private static DynamicParameters Parameters(DistrictCode? within)
    {
        var parameters = new DynamicParameters();
        if (within is not null)
        {
            parameters.Add("From", within.ToString());
            parameters.Add("To", within.Last);
        }

        return parameters;
    }

    private static readonly string SelectAll = Select(false);

    private static readonly string SelectWithin = Select(true);

    private static string Select(bool within) => string.Join("\nunion all\n", Enumerable.Range(0, CellsAtOnce).Select(i => string.Create(
        CultureInfo.InvariantCulture,
        $"select * from (select {i} as place, id, lat, lng from stations where active = 1 and cell between @First{i} and @Last{i}{Within(within)} limit @Most) as cell{i}")));

    private static string Within(bool within) => within ? " and district between @From and @To" : "";

    private sealed record Row
    {
        public int Place { get; init; }

        public string Id { get; init; } = "";

        public double Lat { get; init; }

        public double Lng { get; init; }
    }
}
