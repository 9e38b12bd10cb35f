using ScanDeputy.Domain.Calendars;

namespace ScanDeputy.Domain.Receptions;

/// <summary>What becomes of a reception day that falls on a day off. Make-up days are worked.</summary>
public enum DayOffPolicy
{
    /// <summary>顺延: held on the next working day.</summary>
    Next,

    /// <summary>提前: held on the working day before.</summary>
    Previous,

    /// <summary>取消: not held.</summary>
    Dropped,

    /// <summary>照常: held all the same.</summary>
    Kept,
}

/// <summary>What a station's reception days follow from, beside their recurrence.</summary>
/// <param name="Deputies">In the order of their turns.</param>
/// <param name="InOffice">Who of them receives at all; whoever has left is stood in for by the next in order.</param>
/// <param name="AtOnce">How many receive on one day.</param>
public sealed record ReceptionRule(
    DayOffPolicy DayOff, IReadOnlyList<string> Deputies, IReadOnlySet<string> InOffice, int AtOnce, IReadOnlyList<ReceptionDifference> Exceptions);

/// <summary>What is different on one day: cancelled, moved, or received by others.</summary>
/// <param name="On">The day as the recurrence gives it, or as it is held.</param>
/// <param name="MovedTo">Null when the day stays.</param>
/// <param name="Deputies">Who receives instead; empty when it is whose turn it is.</param>
/// <param name="Reason">Told to those who have booked.</param>
public sealed record ReceptionDifference(DateOnly On, bool Cancelled, DateOnly? MovedTo, IReadOnlyList<string> Deputies, string? Reason);

/// <summary>Why a day is held when it is, or is not held.</summary>
public enum ReceptionFate
{
    AsPlanned,
    MovedOffDay,
    DroppedOffDay,

    /// <summary>Another day of the same rule is held on the date it would be moved to.</summary>
    Joined,
    Cancelled,
    MovedByHand,
}

/// <param name="PlannedOn">As the recurrence gives it; with its rule, the day's name for ever.</param>
/// <param name="HeldOn">Null when it is not held.</param>
/// <param name="Deputies">Who receives, in order.</param>
/// <param name="OffDay">The holiday, or an empty text for a weekend, that it fell on; null for a working day.</param>
/// <param name="Provisional">Rests on days that a notice may still change.</param>
public sealed record ReceptionDay(DateOnly PlannedOn, DateOnly? HeldOn, IReadOnlyList<string> Deputies, ReceptionFate Fate, string? OffDay, bool Provisional, string? Reason);

/// <summary>From a recurrence and a calendar to the days on which a station receives.</summary>
public static class ReceptionPlan
{
    /// <param name="rule">Whose days.</param>
    /// <param name="occurrences">All that the recurrence gives from its first day on, in order: turns are counted from there, also over days that are not held.</param>
    /// <param name="calendar">Which days are off.</param>
    public static IReadOnlyList<ReceptionDay> Days(ReceptionRule rule, IEnumerable<DateOnly> occurrences, WorkingCalendar calendar)
    {
        var days = occurrences.Select((on, turn) => Day(rule, on, Turn(rule, turn), calendar)).ToList();
        var taken = days.Where(day => day is { HeldOn: not null, Fate: not ReceptionFate.MovedOffDay }).Select(day => day.HeldOn!.Value).ToHashSet();
        for (var i = 0; i < days.Count; i++)
        {
            if (days[i] is { HeldOn: { } on, Fate: ReceptionFate.MovedOffDay } && !taken.Add(on))
                days[i] = days[i] with { HeldOn = null, Fate = ReceptionFate.Joined };
        }

        return days;
    }

    /// <summary>Exceptions that name no day of the rule: nobody would notice that they do nothing.</summary>
    public static IReadOnlyList<ReceptionDifference> Idle(ReceptionRule rule, IReadOnlyCollection<DateOnly> occurrences, WorkingCalendar calendar)
    {
        var known = occurrences.ToHashSet();
        known.UnionWith(occurrences.Select(on => Shifted(rule.DayOff, on, calendar)).OfType<DateOnly>());
        return [.. rule.Exceptions.Where(exception => !known.Contains(exception.On))];
    }

    private static ReceptionDay Day(ReceptionRule rule, DateOnly on, IReadOnlyList<string> turn, WorkingCalendar calendar)
    {
        var shifted = Shifted(rule.DayOff, on, calendar);
        var off = calendar.IsWorkingDay(on) ? null : calendar.NameOf(on) ?? "";
        var provisional = on > calendar.FirmUntil || shifted > calendar.FirmUntil;
        var exception = rule.Exceptions.FirstOrDefault(one => one.On == on) ?? rule.Exceptions.FirstOrDefault(one => one.On == shifted && shifted != on);
        var deputies = exception is { Deputies.Count: > 0 } ? exception.Deputies : turn;
        return exception switch
        {
            { Cancelled: true } => new ReceptionDay(on, null, deputies, ReceptionFate.Cancelled, off, provisional, exception.Reason),
            { MovedTo: { } moved } => new ReceptionDay(on, moved, deputies, ReceptionFate.MovedByHand, off, false, exception.Reason),
            _ => new ReceptionDay(on, shifted, deputies, shifted == on ? ReceptionFate.AsPlanned : shifted is null ? ReceptionFate.DroppedOffDay : ReceptionFate.MovedOffDay, off, provisional, null),
        };
    }

    /// <summary>Where a day goes by itself; null when it is not held.</summary>
    private static DateOnly? Shifted(DayOffPolicy policy, DateOnly on, WorkingCalendar calendar) => policy == DayOffPolicy.Kept || calendar.IsWorkingDay(on)
        ? on
        : policy switch
        {
            DayOffPolicy.Next => calendar.NextWorkingDay(on),
            DayOffPolicy.Previous => calendar.AddWorkingDays(on, -1),
            _ => null,
        };

    private static List<string> Turn(ReceptionRule rule, int turn)
    {
        var (all, chosen) = (rule.Deputies, new List<string>());
        var wanted = Math.Min(rule.AtOnce, all.Count);
        for (var seat = 0; seat < wanted; seat++)
        {
            var first = (int)(((long)turn * wanted + seat) % all.Count);
            for (var next = 0; next < all.Count; next++)
            {
                var deputy = all[(first + next) % all.Count];
                if (rule.InOffice.Contains(deputy) && !chosen.Contains(deputy, StringComparer.Ordinal))
                {
                    chosen.Add(deputy);
                    break;
                }
            }
        }

        return chosen;
    }
}
