using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Stations;

/// <summary>What the map's cells find is what looking at every single station finds.</summary>
public sealed class NearestStationTests : IAsyncLifetime
{
    private static readonly string[] Districts = ["371311000000", "371311001000", "371311002000"];

    private TestServer _server = null!;
    private Database _database = null!;
    private List<(string Id, double Lat, double Lng, string District)> _all = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _database = _server.Services.GetRequiredService<Database>();
        var random = new Random(4);
        var made = Places(random).Select((place, i) => (Id: $"{i:x32}", place.Lat, place.Lng, District: Districts[i % Districts.Length], Active: i % 17 != 3)).ToList();
        await _database.WriteAsync(
            scope =>
            {
                foreach (var (id, lat, lng, district, active) in made)
                    scope.Later(Insert, new { Id = id, Lat = lat, Lng = lng, District = district, Cell = MapCell.CodeOf(lat, lng), Active = active ? 1 : 0 });
                return Task.FromResult(true);
            },
            CancellationToken.None);
        _all = (await _database.ReadAsync(
            connection => connection.QueryAsync<(string, double, double, string)>("select id, lat, lng, district from stations where active = 1 and lat is not null"), CancellationToken.None)).AsList();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(200)]
    public async Task The_nearest_are_those_that_a_look_at_all_of_them_finds(int count)
    {
        var random = new Random(count);
        foreach (var from in Questions(random))
            Assert.Equal(Expected(from, count, _ => true), await _database.ReadAsync(connection => NearestStations.FindAsync(connection, from, count), CancellationToken.None));
    }

    [Fact]
    public async Task Within_a_district_only_its_own_count()
    {
        var town = DistrictCode.Parse("371311001");
        foreach (var from in Questions(new Random(9)).Take(20))
        {
            Assert.Equal(
                Expected(from, 30, district => DistrictCode.Parse(district).IsWithin(town)),
                await _database.ReadAsync(connection => NearestStations.FindAsync(connection, from, 30, town), CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_countys_stations_come_by_distance_page_by_page_and_the_mobile_ones_last()
    {
        using var client = _server.Anonymous();
        var (seen, next) = (new List<(string Id, int? Distance)>(), (string?)null);
        do
        {
            var page = (await client.GetAsync($"/api/v1/stations?lat=35&lng=118.2&district=371302&limit=1&after={next}")).Expect(HttpStatusCode.OK);
            seen.AddRange(page["items"].AsArray().Select(item => ((string)item!["id"]!, (int?)item["distance"])));
            next = (string?)page.Body!["next"];
        }
        while (next is not null);
        Assert.Equal(2, seen.DistinctBy(one => one.Id).Count());
        Assert.Equal(seen.Select(one => one.Distance ?? int.MaxValue).Order(), seen.Select(one => one.Distance ?? int.MaxValue));
        var wider = (await client.GetAsync("/api/v1/stations?lat=35&lng=118.2&district=3713&limit=5")).Expect(HttpStatusCode.OK)["items"].AsArray();
        Assert.Equal(Expected(new GeoPoint(35, 118.2), 5, _ => true).Select(one => one.Id), wider.Select(item => (string)item!["id"]!));
        (await client.GetAsync("/api/v1/stations?lat=35&lng=118.2&district=abc")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    private List<NearestStations.Found> Expected(GeoPoint from, int count, Func<string, bool> wanted) =>
    [
        .. _all.Where(one => wanted(one.District)).Select(one => new NearestStations.Found(one.Id, (int)Math.Round(EarthDistance.Metres(from, new GeoPoint(one.Lat, one.Lng)))))
            .OrderBy(one => one.Metres).ThenBy(one => one.Id, StringComparer.Ordinal).Take(count),
    ];

    /// <summary>A city, a heap at one spot, pairs at the edges of cells, and a few that stand alone far away.</summary>
    private static IEnumerable<GeoPoint> Places(Random random)
    {
        for (var i = 0; i < 1_500; i++)
            yield return new GeoPoint(39.9 + (random.NextDouble() * 0.4), 116.2 + (random.NextDouble() * 0.5));
        for (var i = 0; i < 300; i++)
            yield return new GeoPoint(30.66, 104.06);
        for (var level = 4; level <= MapCell.Finest; level++)
        {
            var edge = Math.Floor(110 / (360.0 / (1 << level))) * (360.0 / (1 << level));
            yield return new GeoPoint(33.75, edge);
            yield return new GeoPoint(33.75, edge - 1e-7);
            yield return new GeoPoint(33.75 - 1e-7, edge + 1e-7);
        }

        foreach (var (lat, lng) in ((double, double)[])[(53.5, 122.3), (3.9, 112.2), (39.5, 73.8), (48.3, 135.0), (18.2, 109.5)])
            yield return new GeoPoint(lat, lng);
    }

    private static IEnumerable<GeoPoint> Questions(Random random)
    {
        for (var i = 0; i < 25; i++)
            yield return new GeoPoint(3 + (random.NextDouble() * 51), 73 + (random.NextDouble() * 63));
        for (var i = 0; i < 15; i++)
            yield return new GeoPoint(39.8 + (random.NextDouble() * 0.6), 116.1 + (random.NextDouble() * 0.7));
        foreach (var (lat, lng) in ((double, double)[])[(30.66, 104.06), (33.75, 112.5), (33.75, 109.999), (90, 0), (-90, 0), (-40, -70), (0, 180), (45, -180), (34.98, 118.28)])
            yield return new GeoPoint(lat, lng);
    }

    private const string Insert = """
        insert into stations (id, jurisdiction, district, name, kind, address, lat, lng, cell, opening_hours, active, search_text)
        values (@Id, '371311', @District, 'x', 'Point', 'x', @Lat, @Lng, @Cell, 'x', @Active, 'x')
        """;
}
