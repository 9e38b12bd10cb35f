using ScanDeputy.Domain.Stations;
using Xunit;

namespace ScanDeputy.Tests.Domain.Stations;

public sealed class MapCellTests
{
    [Theory]
    [InlineData(34.98, 118.28)]
    [InlineData(0, 0)]
    [InlineData(-90, -180)]
    [InlineData(90, 180)]
    [InlineData(53.55, 73.5)]
    public void Cells_around_a_place_cover_the_earth_once(double lat, double lng)
    {
        var cells = MapCell.Around(new GeoPoint(lat, lng), 13).OrderBy(cell => cell.First).ToList();
        Assert.Equal(0, cells[0].First);
        Assert.All(cells.Zip(cells.Skip(1)), pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
        Assert.Equal((1L << (2 * MapCell.Finest)) - 1, cells[^1].Last);
    }

    [Fact]
    public void The_children_of_a_cell_are_all_of_it()
    {
        var cell = MapCell.Of(new GeoPoint(35, 118), 7);
        var children = cell.Children().OrderBy(child => child.First).ToList();
        Assert.Equal(cell.First, children[0].First);
        Assert.Equal(cell.Last, children[^1].Last);
        Assert.All(children.Zip(children.Skip(1)), pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
    }

    [Fact]
    public void No_place_of_a_cell_is_nearer_than_the_cell()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var (from, to) = (Anywhere(random), Anywhere(random));
            var cell = MapCell.Of(to, random.Next(0, MapCell.Finest + 1));
            Assert.InRange(MapCell.CodeOf(to), cell.First, cell.Last);
            Assert.True(cell.MetresFrom(from) <= EarthDistance.Metres(from, to), $"{from} {to} {cell}");
            Assert.Equal(0, cell.MetresFrom(to));
        }
    }

    /// <summary>A bound that is far too small would have half the nation read.</summary>
    [Fact]
    public void A_cell_is_about_as_far_as_its_nearest_corner_or_edge()
    {
        var from = new GeoPoint(35, 118);
        Assert.Equal(111_195, MapCell.Of(new GeoPoint(36, 118), MapCell.Finest).MetresFrom(from), 30.0);
        Assert.Equal(91_085, MapCell.Of(new GeoPoint(35, 119), MapCell.Finest).MetresFrom(from), 40.0);
    }

    private static GeoPoint Anywhere(Random random) => new((random.NextDouble() * 180) - 90, (random.NextDouble() * 360) - 180);
}
