using ScanDeputy.Domain.Receptions;
using ScanDeputy.Server.Features.Network.Receptions;

namespace ScanDeputy.Server.Demo.Seed;

/// <summary>
/// The reception days of the next sixty days, published from the rules that stations really use: fixed days of the month, a weekday,
/// every second Wednesday, one deputy after the other.
/// </summary>
internal static class ReceptionSeed
{
    private const int DaysAhead = 60;

    private static readonly ReceptionHours[] Hours = [new(new TimeOnly(15, 0), new TimeOnly(16, 0)), new(new TimeOnly(16, 0), new TimeOnly(17, 0))];

    // A Wednesday; every second one is counted from here, so that a new year does not break the rhythm.
    private static readonly DateOnly FirstWednesday = new(2019, 1, 2);

    public static async Task RunAsync(Seeding seeding, IReadOnlyList<SeedStation> stations, IReadOnlyList<SeedDeputy> deputies)
    {
        using var insert = seeding.Insert("reception_days", "station_id", "held_on", "deputy_id");
        await InsertBookableAsync(seeding, stations[0], deputies[0]);
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

    /// <summary>
    /// Residents book with the first deputy of the first station: from a rule, as the planner would publish its days. It looks at them again in a week.
    /// </summary>
    private static async Task InsertBookableAsync(Seeding seeding, SeedStation station, SeedDeputy deputy)
    {
        const string Topic = "城乡道路、照明和排水";
        const int Places = 3;
        var rule = seeding.NewId();
        using (var rules = seeding.Insert(
            "reception_rules", "id", "jurisdiction", "station_id", "recurrence", "starts_on", "times", "deputies", "at_once", "topic", "guests", "capacity", "day_off", "exceptions", "active", "reference", "plan_at"))
        {
            await rules.RunAsync(
                rule, DemoData.Jurisdiction, station.Id, Recurrence.Find("FREQ=WEEKLY;BYDAY=TU,TH")!.Text, seeding.Today, ReceptionHours.Format(Hours), Seeding.Number('D', 1), 1, Topic, "", Places, DayOffPolicy.Dropped, "", true,
                Seeding.Number('R', 1), seeding.Now.AddDays(7));
        }

        using var insert = seeding.Insert("receptions", "id", "jurisdiction", "rule_id", "station_id", "planned_on", "held_on", "starts", "ends", "topic", "guests", "capacity", "status", "changed_at");
        using var seat = seeding.Insert("reception_deputies", "reception_id", "deputy_id", "position");
        foreach (var day in Enumerable.Range(0, ReceptionPlanner.DaysAhead + 1).Select(seeding.Today.AddDays).Where(day => day.DayOfWeek is DayOfWeek.Tuesday or DayOfWeek.Thursday && seeding.Calendar.IsWorkingDay(day)))
        {
            for (var place = 0; place < Hours.Length; place++)
            {
                var id = ReceptionRow.IdOf(rule, day, place);
                await insert.RunAsync(
                    id, DemoData.Jurisdiction, rule, station.Id, day, day, ReceptionHours.TextOf(Hours[place].Starts), ReceptionHours.TextOf(Hours[place].Ends), Topic, "", Places, ReceptionRow.Planned, seeding.Now);
                await seat.RunAsync(id, deputy.Id, 1);
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
