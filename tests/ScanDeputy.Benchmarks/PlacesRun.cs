using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Benchmarks;

/// <summary>What looking for a place costs in a nation: its districts, and the nearest of so many stations.</summary>
internal static class PlacesRun
{
    private const int Counties = 2_800;
    private const int Calls = 500;

    public static async Task RunAsync(TimeProvider clock, int stations, string connectionString)
    {
        var folder = Directory.CreateTempSubdirectory("scandeputy-places-").FullName;
        try
        {
            string[] where = connectionString.Length > 0 ? ["--Database:ConnectionString", connectionString] : [];
            await using var app = ServerSetup.Build(
                ["--urls", "http://127.0.0.1:0", "--Data:Directory", folder, "--Jobs:Enabled", "false", .. where], clock, builder => builder.Logging.ClearProviders());
            await app.Services.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
            var database = app.Services.GetRequiredService<Database>();
            await DistrictsRun.RunAsync(clock, app.Services);
            await FillAsync(database, stations);
            var handler = app.Services.GetRequiredService<ListStations.Handler>();
            Console.WriteLine($"{database.Dialect.Name}, {stations} stations");
            foreach (var limit in (int[])[1, 20, 200])
            {
                await MeasureAsync(clock, handler, $"nearest {limit}, in a county", limit, random => Near(Seat(random.Next(Counties)), random, 0.15));
                await MeasureAsync(clock, handler, $"nearest {limit}, anywhere", limit, random => new GeoPoint(18 + (random.NextDouble() * 35), 74 + (random.NextDouble() * 60)));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(TimeProvider clock, ListStations.Handler handler, string what, int limit, Func<Random, GeoPoint> place)
    {
        var random = new Random(limit);
        var times = new List<double>();
        for (var i = 0; i < Calls; i++)
        {
            var from = place(random);
            var query = new ListStations.Query { Lat = Text(from.Lat), Lng = Text(from.Lng), Limit = $"{limit}" };
            var started = clock.GetTimestamp();
            var found = await handler.HandleAsync(query, CancellationToken.None);
            times.Add(clock.GetElapsedTime(started).TotalMilliseconds);
            if (found.Value.Items.Count != limit)
                throw new InvalidOperationException($"{found.Value.Items.Count} were found.");
        }

        times.Sort();
        Console.WriteLine($"{what}: median {times[Calls / 2]:0.00} ms, 99 % {times[Calls * 99 / 100]:0.00} ms, longest {times[^1]:0.00} ms");
    }

    private static string Text(double degrees) => degrees.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Most stations stand close together around the counties' seats.</summary>
    private static async Task FillAsync(Database database, int stations)
    {
        var random = new Random(5);
        var made = 0;
        while (made < stations)
        {
            var until = Math.Min(made + 20_000, stations);
            await database.WriteAsync(
                scope =>
                {
                    for (; made < until; made++)
                    {
                        var place = Near(Seat(made % Counties), random, 0.3);
                        scope.Later(Insert, new { Id = $"{made:x32}", place.Lat, place.Lng, Cell = MapCell.CodeOf(place), Name = $"{made} 号人大代表联络站" });
                    }

                    return Task.FromResult(true);
                },
                CancellationToken.None);
        }

        await database.WriteAsync(scope => scope.ExecuteAsync(database.Dialect.Name == "sqlite" ? "analyze main" : "analyze table stations"), CancellationToken.None);
    }

    private static GeoPoint Seat(int county)
    {
        var random = new Random(county);
        // The east is denser than the west.
        return new GeoPoint(20 + (random.NextDouble() * 30), 76 + (Math.Sqrt(random.NextDouble()) * 54));
    }

    private static GeoPoint Near(GeoPoint place, Random random, double degrees) =>
        new(place.Lat + (Math.Pow(random.NextDouble(), 2) * degrees * Sign(random)), place.Lng + (Math.Pow(random.NextDouble(), 2) * degrees * Sign(random)));

    private static int Sign(Random random) => random.Next(2) == 0 ? -1 : 1;

    private const string Insert = """
        insert into stations (id, jurisdiction, district, name, kind, address, lat, lng, cell, opening_hours, active, search_text)
        values (@Id, '371311', '371311001000', @Name, 'Point', '文化路 1 号', @Lat, @Lng, @Cell, '周一至周五', 1, 'x')
        """;
}
