using Microsoft.Extensions.Time.Testing;
using ScanDeputy.Domain.Calendars;
using Xunit;

namespace ScanDeputy.Tests.Domain.Calendars;

public sealed class ChinaTimeTests
{
    [Theory]
    [InlineData("2026-03-01T15:59:59.9999999Z", "2026-03-01")]
    [InlineData("2026-03-01T16:00:00Z", "2026-03-02")]
    [InlineData("2026-03-01T23:30:00-01:00", "2026-03-02")]
    [InlineData("2026-03-02T00:00:00+08:00", "2026-03-02")]
    [InlineData("2026-07-01T15:59:59Z", "2026-07-01")]
    public void Date_of_an_instant_is_the_date_in_Shanghai(string instant, string date) =>
        Assert.Equal(Day(date), ChinaTime.DateOf(DateTimeOffset.Parse(instant)));

    [Fact]
    public void A_date_starts_at_16_00_UTC_of_the_day_before()
    {
        var start = ChinaTime.StartOf(Day("2026-01-01"));

        Assert.Equal(new DateTimeOffset(2025, 12, 31, 16, 0, 0, TimeSpan.Zero), start);
        Assert.Equal(TimeSpan.FromHours(8), start.Offset);
        Assert.Equal(Day("2026-01-01"), ChinaTime.DateOf(start));
        Assert.Equal(Day("2025-12-31"), ChinaTime.DateOf(start.AddTicks(-1)));
    }

    [Fact]
    public void A_time_of_day_is_the_clock_on_the_wall_in_Shanghai() =>
        Assert.Equal(new DateTimeOffset(2026, 2, 13, 9, 30, 0, TimeSpan.Zero), ChinaTime.At(Day("2026-02-13"), new TimeOnly(17, 30)));

    [Fact]
    public void Today_and_now_follow_the_injected_clock()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 2, 13, 16, 30, 0, TimeSpan.Zero));

        Assert.Equal(Day("2026-02-14"), ChinaTime.Today(clock));
        Assert.Equal("2026-02-14T00:30:00.0000000+08:00", ChinaTime.Now(clock).ToString("O"));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text);
}
