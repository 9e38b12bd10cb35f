using BenchmarkDotNet.Attributes;
using ScanDeputy.Domain.Calendars;

namespace ScanDeputy.Benchmarks;

/// <summary>A due date must cost the same for 2 and for 250 working days: sweeps recompute every open stage after a notice is imported.</summary>
[MemoryDiagnoser]
// Not sealed: BenchmarkDotNet derives its runner from it.
public class CalendarBenchmarks
{
    private readonly WorkingCalendar _calendar = WorkingCalendar.Published;
    private DateOnly _receivedOn = new(2025, 1, 20);

    [Params(2, 250)]
    public int WorkingDays { get; set; }

    [Benchmark(Baseline = true)]
    public DateOnly DayByDay()
    {
        var date = _receivedOn;
        for (var left = WorkingDays; left > 0;)
        {
            date = date.AddDays(1);
            if (_calendar.KindOf(date) is DayKind.Working or DayKind.Makeup)
                left--;
        }

        return date;
    }

    [Benchmark]
    public DueDate Due() => _calendar.Due(_receivedOn, WorkingDays);
}
