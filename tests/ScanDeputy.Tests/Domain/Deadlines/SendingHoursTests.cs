using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Tests.Domain.Cases;
using Xunit;

namespace ScanDeputy.Tests.Domain.Deadlines;

/// <summary>Handbook §5: messages leave the program between 08:00 and 20:00 of working days.</summary>
public sealed class SendingHoursTests
{
    private static readonly SendingHours Hours = SendingHours.Default;

    [Theory]
    [InlineData("2026-03-16 08:00", "2026-03-16 08:00")]
    [InlineData("2026-03-16 19:59", "2026-03-16 19:59")]
    [InlineData("2026-03-16 20:00", "2026-03-17 08:00")]
    [InlineData("2026-03-16 07:59", "2026-03-16 08:00")]
    [InlineData("2026-03-17 00:00", "2026-03-17 08:00")]
    [InlineData("2026-03-13 20:00", "2026-03-16 08:00")] // Friday evening
    [InlineData("2026-03-14 10:00", "2026-03-16 08:00")] // Saturday
    [InlineData("2026-02-14 10:00", "2026-02-14 10:00")] // a make-up Saturday is worked
    [InlineData("2026-02-13 21:00", "2026-02-14 08:00")]
    [InlineData("2026-02-14 20:00", "2026-02-24 08:00")] // Spring Festival is left in peace
    [InlineData("2026-02-18 10:00", "2026-02-24 08:00")]
    [InlineData("2026-10-07 23:59", "2026-10-08 08:00")]
    public void Messages_leave_the_program_by_day_on_working_days(string now, string goesOutAt) =>
        Assert.Equal(CaseBuilder.Instant(goesOutAt), Hours.FirstFrom(CaseBuilder.Instant(now)));

    [Fact]
    public void Quiet_hours_are_those_of_Shanghai() =>
        Assert.Equal(CaseBuilder.Instant("2026-03-17 08:00"), Hours.FirstFrom(new(2026, 3, 16, 12, 0, 0, TimeSpan.Zero)));
}
