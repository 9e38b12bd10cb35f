using System.Text.Json;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>
/// How many stages are open, by kind and by how many working days they are late. Counted along the index of open stages: what has
/// ended costs nothing.
/// </summary>
public sealed class DeadlineGauges(Database database, RuleBook book, TimeProvider clock) : IDatabaseGauges
{
    private const string NotDue = "notDue";
    private const string Stopped = "stopped";

    private static readonly Gauge OpenStages = new(
        "scandeputy.open_stages", "Open stages by kind and by working days late: notDue, 0-2, 3-10, >10; stopped: past its date while a granted pause runs.");

    private static readonly string[] Ages = [NotDue, "0-2", "3-10", ">10", Stopped];

    public IReadOnlyList<Gauge> Gauges { get; } = [OpenStages];

    public async Task<IReadOnlyList<GaugeValue>> ReadAsync(CancellationToken ct)
    {
        var today = ChinaTime.Today(clock);
        var (calendar, rows) = await database.ReadAsync(
            async connection => (await book.EverywhereAsync(connection), await connection.QueryAsync<Row>(Count)), ct);
        var counts = new Dictionary<(string Kind, string Age), long>();
        foreach (var row in rows)
        {
            var isLate = today > row.DueOn;
            Add(counts, (row.Kind, AgeOf(row.DueOn, today, calendar)), isLate ? row.Total - row.Paused : row.Total);
            Add(counts, (row.Kind, Stopped), isLate ? row.Paused : 0);
        }

        return
        [
            .. from kind in Enum.GetNames<StageKind>()
               from age in Ages
               select OpenStages.Of(counts.GetValueOrDefault((kind, age)), ("kind", JsonNamingPolicy.CamelCase.ConvertName(kind)), ("age", age)),
        ];
    }

    private static string AgeOf(DateOnly dueOn, DateOnly today, WorkingCalendar calendar) => today <= dueOn ? NotDue : calendar.CountBetween(dueOn, today) switch
    {
        <= 2 => "0-2",
        <= 10 => "3-10",
        _ => ">10",
    };

    private static void Add(Dictionary<(string, string), long> counts, (string, string) key, long more) => counts[key] = counts.GetValueOrDefault(key) + more;

    private const string Count = """
        select kind, due_on, count(*) as total, sum(clock_stopped) as paused
        from stages where ended_at is null group by kind, due_on
        """;

    private sealed record Row
    {
        public string Kind { get; init; } = "";

        public DateOnly DueOn { get; init; }

        public long Total { get; init; }

        public long Paused { get; init; }
    }
}
