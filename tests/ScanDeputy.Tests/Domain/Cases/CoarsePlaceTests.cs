using ScanDeputy.Domain.Cases.Similar;
using ScanDeputy.Domain.Stations;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases;

/// <summary>What can be learned of a report's place by asking for distances.</summary>
public sealed class CoarsePlaceTests
{
    public static TheoryData<double, double> Corners => new() { { 35.0312, 118.2871 }, { 4.0001, 73.0001 }, { 53.4999, 135.4999 }, { 20, 110 } };

    [Theory]
    [MemberData(nameof(Corners))]
    public void All_places_of_a_cell_answer_alike_and_none_is_far_off(double lat, double lng)
    {
        var (south, west) = (Math.Floor(lat / 0.002) * 0.002, Math.Floor(lng / 0.002) * 0.002);
        var middles = new HashSet<GeoPoint?>();
        for (var i = 1; i < 20; i++)
        {
            var place = new GeoPoint(south + (i * 0.0001), west + ((20 - i) * 0.0001));
            middles.Add(CoarsePlace.Of(place));
            Assert.True(EarthDistance.Metres(place, CoarsePlace.Of(place)!) <= CoarsePlace.MostOff);
        }

        Assert.Single(middles);
        Assert.Null(CoarsePlace.Of(null));
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(200, 200)]
    [InlineData(200.1, 500)]
    [InlineData(999, 1000)]
    [InlineData(4999, 5000)]
    [InlineData(12_001, 15_000)]
    public void A_distance_is_said_in_bands(double metres, int band) => Assert.Equal(band, CoarsePlace.BandOf(metres));
}
