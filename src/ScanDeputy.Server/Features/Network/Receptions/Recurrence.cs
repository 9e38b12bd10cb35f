using System.Globalization;
using Ical.Net;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;

namespace ScanDeputy.Server.Features.Network.Receptions;

/// <summary>When a station receives again and again: an RRULE of RFC 5545 that counts in days, or the Chinese words for one.</summary>
public sealed class Recurrence
{
    // Days without any occurrence before the search is given up: the 29th of February comes every eight years at worst.
    private const int LongestGap = 3000;
    private const int LargestInterval = 99;

    private readonly RecurrenceRule _rule;

    private Recurrence(RecurrenceRule rule, string text) => (_rule, Text) = (rule, text);

    /// <summary>The RRULE, always written alike.</summary>
    public string Text { get; }

    /// <summary>In Chinese where there are words for it; otherwise the RRULE.</summary>
    public string Words => RecurrenceWords.Of(Text) is { } words && Find(words)?.Text == Text ? words : Text;

    /// <returns>Null when it is neither an RRULE that counts in days nor words for one.</returns>
    public static Recurrence? Find(string written)
    {
        var text = RecurrenceWords.ToRule(written) ?? written;
        if (!text.StartsWith("FREQ=", StringComparison.OrdinalIgnoreCase))
            return null;

        try
        {
            var rule = new RecurrenceRule(text);
            return CountsInDays(rule) ? new Recurrence(rule, TextOf(rule)) : null;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>In order, from the first day on that fits.</summary>
    /// <param name="from">The first day that counts, inclusive; what comes every so many weeks or months is counted from it.</param>
    /// <param name="until">Inclusive.</param>
    public IReadOnlyList<DateOnly> Days(DateOnly from, DateOnly until)
    {
        var (start, days) = (new CalDateTime(from), new List<DateOnly>());
        try
        {
            foreach (var found in new RecurrencePatternEvaluator(_rule).Evaluate(start, start, new EvaluationOptions { MaxUnmatchedIncrementsLimit = LongestGap }))
            {
                if (found.StartTime.Date > until)
                    break;
                days.Add(found.StartTime.Date);
            }
        }
        catch (EvaluationLimitExceededException)
        {
            // Nothing more comes, as with the 30th of February.
        }

        return days;
    }

    /// <summary>Always in the same order; what is left out is what the standard takes then.</summary>
    private static string TextOf(RecurrenceRule rule)
    {
        (string Name, string Value)[] parts =
        [
            ("FREQ", rule.Frequency.ToString().ToUpperInvariant()),
            ("INTERVAL", rule.Interval > 1 ? rule.Interval.ToString(CultureInfo.InvariantCulture) : ""),
            ("UNTIL", rule.Until?.Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture) ?? ""),
            ("COUNT", rule.Count?.ToString(CultureInfo.InvariantCulture) ?? ""),
            ("BYDAY", string.Join(',', rule.ByDay.Select(day => $"{day.Offset?.ToString(CultureInfo.InvariantCulture)}{day.DayOfWeek.ToString()[..2].ToUpperInvariant()}"))),
            ("BYMONTHDAY", string.Join(',', rule.ByMonthDay)),
            ("BYYEARDAY", string.Join(',', rule.ByYearDay)),
            ("BYWEEKNO", string.Join(',', rule.ByWeekNo)),
            ("BYMONTH", string.Join(',', rule.ByMonth)),
            ("BYSETPOS", string.Join(',', rule.BySetPosition)),
            ("WKST", rule.FirstDayOfWeek == DayOfWeek.Monday ? "" : rule.FirstDayOfWeek.ToString()[..2].ToUpperInvariant()),
        ];
        return string.Join(';', parts.Where(part => part.Value.Length > 0).Select(part => $"{part.Name}={part.Value}"));
    }

    private static bool CountsInDays(RecurrenceRule rule) => rule is
    {
        Frequency: FrequencyType.Daily or FrequencyType.Weekly or FrequencyType.Monthly or FrequencyType.Yearly,
        Interval: >= 1 and <= LargestInterval,
        BySecond.Count: 0,
        ByMinute.Count: 0,
        ByHour.Count: 0,
        Until: null or { HasTime: false },
    };
}
