using System.Globalization;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Platform.Texts;
using ScanDeputy.Server.Platform.Time;

namespace ScanDeputy.Server.Features.Administration.Holidays;

/// <summary>What a notice would make of a jurisdiction's calendar, or why it is none (handbook §4: an import is guarded).</summary>
/// <param name="Changes">Days that become another kind of day; empty when the notice says what is known.</param>
internal sealed record ProposedCalendar(CalendarNotice Notice, WorkingCalendar Before, CalendarHistory History, IReadOnlyList<DayChange> Changes)
{
    // 全国年节及纪念日放假办法 has given eleven days since 2014 and thirteen since 2025: fewer than eleven are no year's notice.
    private const int FewestDaysOff = 11;

    public WorkingCalendar After => History.Latest;

    /// <param name="known">The jurisdiction's notices, in order.</param>
    public static Result<ProposedCalendar> Of(IReadOnlyList<CalendarEntry> known, CalendarDraft draft, DateTimeOffset now)
    {
        var notice = draft.ToNotice();
        if (!draft.IsRegional && notice.OffDays.Count() < FewestDaysOff)
            return Refuse("field_calendar_empty", FewestDaysOff);

        var before = CalendarHistory.Of(known).Latest;
        try
        {
            var history = CalendarHistory.Of([.. known, new CalendarEntry(From(known, now), draft.IsRegional, notice)]);
            var changes = CalendarChange.Between(before, history.Latest);
            return CalendarChange.FirstPastDay(changes, ChinaTime.DateOf(now)) is { } past
                ? Refuse("field_calendar_past", NoticeTexts.Day(past))
                : new ProposedCalendar(notice, before, history, changes);
        }
        catch (InvalidNoticeException exception)
        {
            return Refuse($"field_calendar.{exception.Fault}", exception.Day is { } day ? NoticeTexts.Day(day) : notice.Year.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>
    /// Later than all that is known, even if another node's clock was ahead, and than whatever happened in this millisecond: a stage that has just
    /// ended was judged without this notice.
    /// </summary>
    public static DateTimeOffset From(IReadOnlyList<CalendarEntry> known, DateTimeOffset now)
    {
        var last = known[^1].From;
        return WholeMilliseconds.After(now > last ? now : last);
    }

    private static Refusal Refuse(string text, object value) => Refusal.OfField("days", ErrorTexts.Field(text, value));
}
