namespace ScanDeputy.Server.Demo.Seed;

/// <summary>
/// The reception days of the next sixty days, published from the rules that stations really use: fixed days of the month, a weekday,
/// every second Wednesday, one deputy after the other.
/// </summary>
internal static class ReceptionSeed
{
    private const int DaysAhead = 60;

    // A Wednesday; every second one is counted from here, so that a new year does not break the rhythm.
    private static readonly DateOnly FirstWednesday = new(2019, 1, 2);

    public static async Task RunAsync(Seeding seeding, IReadOnlyList<SeedStation> stations, IReadOnlyList<SeedDeputy> deputies)
    {
        using var insert = seeding.Insert("reception_days", "station_id", "held_on", "deputy_id");
        var placed = deputies.ToLookup(deputy => deputy.StationId, StringComparer.Ordinal);
        for (var i = 0; i < stations.Count; i++)
        {
            var receiving = placed[stations[i].Id].ToList();
            if (receiving.Count == 0)
                continue;

            var turn = i;
            foreach (var day in DaysOf(i, seeding))
            {
                // A monthly day is received by two, the others by one, in turn.
                for (var seat = 0; seat < (i % 4 == 0 ? 2 : 1); seat++)
                    await insert.RunAsync(stations[i].Id, day, receiving[turn++ % receiving.Count].Id);
            }
        }
    }

    private static IEnumerable<DateOnly> DaysOf(int station, Seeding seeding)
    {
        var days = Enumerable.Range(0, DaysAhead + 1).Select(seeding.Today.AddDays);
        return (station % 4) switch
        {
            // A fixed day that is off is held on the next working day; on holidays nobody receives.
            0 => days.Where(day => IsFixedDay(station, day)).Select(seeding.Calendar.NextWorkingDay).Distinct(),
            1 => Working(days.Where(day => day.DayOfWeek == DayOfWeek.Friday)),
            2 => Working(days.Where(day => day.DayOfWeek == DayOfWeek.Wednesday && (day.DayNumber - FirstWednesday.DayNumber) % 14 == 0)),
            _ => Working(days.Where(day => day.DayOfWeek is DayOfWeek.Tuesday or DayOfWeek.Thursday)),
        };

        IEnumerable<DateOnly> Working(IEnumerable<DateOnly> dates) => dates.Where(seeding.Calendar.IsWorkingDay);
    }

    private static bool IsFixedDay(int station, DateOnly day) => station % 8 == 0 ? day.Day is 10 or 20 : day.Day is 3 or 15 or 28;
}
