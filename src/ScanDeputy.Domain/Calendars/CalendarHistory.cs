namespace ScanDeputy.Domain.Calendars;

/// <summary>One notice as it came in: the State Council's for a year, or a region's own days beside it.</summary>
/// <param name="From">From when it holds; it takes the place of what was known of that year.</param>
/// <param name="Regional">Days off (or worked) in this region alone; they win over the State Council's of the same day.</param>
public sealed record CalendarEntry(DateTimeOffset From, bool Regional, CalendarNotice Notice);

/// <summary>
/// All calendars that a jurisdiction has had, each from the instant at which its notice was imported. Days past are the same in all of them
/// (<see cref="CalendarChange"/>). A stage that has ended keeps the dates it was judged by; an open one follows the latest notice.
/// </summary>
public sealed class CalendarHistory
{
    private readonly (DateTimeOffset From, WorkingCalendar Calendar)[] _versions;

    private CalendarHistory(IEnumerable<(DateTimeOffset From, WorkingCalendar Calendar)> versions)
    {
        _versions = [.. versions];
    }

    /// <summary>The calendar of <see cref="PublishedNotices"/>, with nothing imported since.</summary>
    public static CalendarHistory Published { get; } = WorkingCalendar.Published;

    /// <summary>The calendar that everything open is counted with.</summary>
    public WorkingCalendar Latest => _versions[^1].Calendar;

    /// <summary>What came in, in order of <see cref="CalendarEntry.From"/>; what came in at the same instant makes one calendar.</summary>
    /// <exception cref="ArgumentException">Nothing came in.</exception>
    /// <exception cref="InvalidNoticeException">The notices do not make a calendar.</exception>
    public static CalendarHistory Of(IReadOnlyCollection<CalendarEntry> entries)
    {
        if (entries.Count == 0)
            throw new ArgumentException("A calendar needs a notice.", nameof(entries));

        var national = new Dictionary<int, CalendarNotice>();
        var regional = new Dictionary<int, CalendarNotice>();
        var versions = new List<(DateTimeOffset, WorkingCalendar)>();
        foreach (var together in entries.GroupBy(entry => entry.From).OrderBy(group => group.Key))
        {
            foreach (var entry in together)
                (entry.Regional ? regional : national)[entry.Notice.Year] = entry.Notice;
            versions.Add((together.Key, WorkingCalendar.FromNotices(national.Values.Select(notice => With(notice, regional.GetValueOrDefault(notice.Year))))));
        }

        return new CalendarHistory(versions);
    }

    /// <summary>The calendar that a stage's dates are counted with: the latest one while it is open, then the one it ended under.</summary>
    /// <param name="endedAt">Null while it is open.</param>
    public WorkingCalendar Of(DateTimeOffset? endedAt) => endedAt is { } at
        ? Array.FindLast(_versions, version => version.From <= at).Calendar ?? _versions[0].Calendar
        : Latest;

    /// <summary>A calendar that never changed.</summary>
    public static implicit operator CalendarHistory(WorkingCalendar calendar) => new([(DateTimeOffset.MinValue, calendar)]);

    private static CalendarNotice With(CalendarNotice notice, CalendarNotice? regional) => regional is null
        ? notice
        : notice with
        {
            Sources = [.. notice.Sources, .. regional.Sources],
            Days = [.. notice.Days.Where(day => regional.Days.All(own => own.On != day.On)).Concat(regional.Days).OrderBy(day => day.On)],
        };
}
