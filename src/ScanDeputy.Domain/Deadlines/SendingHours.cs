using ScanDeputy.Domain.Calendars;

namespace ScanDeputy.Domain.Deadlines;

/// <summary>The hours of working days in which messages may leave the program for a phone (handbook §5: 08:00–20:00), as one jurisdiction has set them.</summary>
public sealed class SendingHours(DateRules rules)
{
    /// <summary>For notices that no jurisdiction's hours hold back.</summary>
    public static SendingHours Default { get; } = new(DateRules.Default);

    /// <summary>On days off as well: for appointments, which may be on the day after.</summary>
    public bool EveryDay { get; init; }

    /// <summary>The first instant from this one on at which a message may go out: this one itself, or the next working day's opening hour.</summary>
    public DateTimeOffset FirstFrom(DateTimeOffset instant)
    {
        var (calendar, policy) = (rules.Calendar, rules.Policies.At(instant));
        var today = ChinaTime.DateOf(instant);
        var time = TimeOnly.FromDateTime(instant.ToOffset(ChinaTime.Offset).DateTime);
        if ((!EveryDay && !calendar.IsWorkingDay(today)) || time >= policy.QuietFrom)
            return ChinaTime.At(EveryDay ? today.AddDays(1) : calendar.NextWorkingDay(today.AddDays(1)), policy.QuietUntil);

        return time < policy.QuietUntil ? ChinaTime.At(today, policy.QuietUntil) : instant;
    }
}
