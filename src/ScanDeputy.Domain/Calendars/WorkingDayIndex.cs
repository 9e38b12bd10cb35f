namespace ScanDeputy.Domain.Calendars;

/// <summary>
/// Numbers all working days since 0001-01-01 from 1 on, in both directions, in constant time and without allocation:
/// two arrays for the days that notices cover, arithmetic of weeks and of the days fixed by law before and after. Days are <see cref="DateOnly.DayNumber"/>.
/// </summary>
internal sealed class WorkingDayIndex
{
    private readonly int _first;
    private readonly int _last;
    private readonly int[] _countThrough; // by day - _first: working days from the beginning of time through that day
    private readonly int[] _dayOf; // by number - _countBefore - 1: the day with that number
    private readonly int _countBefore;
    private readonly int _shift; // what the notices added in all

    public WorkingDayIndex(int first, int last, Func<DateOnly, bool> isWorking)
    {
        (_first, _last, _countBefore) = (first, last, UncoveredThrough(first - 1));
        _countThrough = new int[last - first + 1];
        var days = new List<int>(_countThrough.Length);
        for (var day = first; day <= last; day++)
        {
            if (isWorking(DateOnly.FromDayNumber(day)))
                days.Add(day);
            _countThrough[day - first] = _countBefore + days.Count;
        }

        _dayOf = [.. days];
        _shift = _countThrough[^1] - UncoveredThrough(last);
    }

    /// <summary>How many working days there are up to a day, that day included. The day before the first is allowed and has 0.</summary>
    public int CountThrough(int day)
    {
        if (day < _first)
            return UncoveredThrough(day);
        return day > _last ? UncoveredThrough(day) + _shift : _countThrough[day - _first];
    }

    /// <summary>The working day with a number, counted from 1. May be no <see cref="DateOnly"/>: the caller checks.</summary>
    public long DayOf(long number)
    {
        if (number <= _countBefore)
            return NthUncovered(number);
        var at = number - _countBefore - 1;
        return at < _dayOf.Length ? _dayOf[at] : NthUncovered(number - _shift);
    }

    /// <summary>Working days through a day where no notice is: weekdays without those that the law takes.</summary>
    private static int UncoveredThrough(int day) => WeekdaysThrough(day) - StatutoryDays.WeekdaysThrough(day);

    /// <summary>Goes up to the first day that has so many before it: each round adds the days fixed by law that the round before stepped over.</summary>
    private static long NthUncovered(long number)
    {
        var day = NthWeekday(number);
        while (NthWeekday(number + StatutoryDays.WeekdaysThrough(day)) is var next && next != day)
            day = next;
        return day;
    }

    // Day 0, 0001-01-01, is a Monday.
    private static int WeekdaysThrough(int day) => ((day + 1) / 7 * 5) + Math.Min((day + 1) % 7, 5);

    private static long NthWeekday(long number) => ((number - 1) / 5 * 7) + ((number - 1) % 5);
}
