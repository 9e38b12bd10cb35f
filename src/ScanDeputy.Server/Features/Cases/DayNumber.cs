namespace ScanDeputy.Server.Features.Cases;

/// <summary>A date as a number, 20261130: both databases count years on it without functions of their own.</summary>
public static class DayNumber
{
    private const int Year = 10_000;

    private const int Month = 100;

    public static int Of(DateOnly date) => (date.Year * Year) + (date.Month * Month) + date.Day;

    /// <summary>29 February of a year that has none is the day after.</summary>
    public static DateOnly DateOf(int number)
    {
        var first = new DateOnly(number / Year, number / Month % Month, 1);
        return first.AddDays((number % Month) - 1);
    }
}
