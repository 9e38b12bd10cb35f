using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Tests.Domain.Cases;
using Xunit;

namespace ScanDeputy.Tests.Domain.Deadlines;

/// <summary>Dates of single stages, as one would count them on a wall calendar of 2026 (handbook §1, §3, §4).</summary>
public sealed class StageClockTests
{
    private static readonly StageClock Clock = new(WorkingCalendar.Published, PolicyHistory.Default, "");

    [Theory]
    [InlineData(StageKind.Triage, "2026-03-04")]
    [InlineData(StageKind.Handover, "2026-03-04")]
    [InlineData(StageKind.Assignment, "2026-03-05")]
    [InlineData(StageKind.Handling, "2026-03-16")]
    [InlineData(StageKind.Verdict, "2026-03-09")]
    public void Each_stage_has_its_own_limit(StageKind kind, string dueOn) =>
        Assert.Equal(Samples.Day(dueOn), DatesOf(Begun("2026-03-02 09:00", kind)).DueOn);

    [Theory]
    [InlineData("2026-03-02 00:00", "2026-03-16")]
    [InlineData("2026-03-02 23:59", "2026-03-16")] // the day of receipt is day 0, whatever the hour
    [InlineData("2026-03-07 12:00", "2026-03-20")] // Saturday: Monday is day 1
    [InlineData("2026-02-13 17:00", "2026-03-05")] // over Spring Festival, with 14 and 28 February worked
    [InlineData("2026-02-18 12:00", "2026-03-06")] // received in the holidays
    [InlineData("2026-09-24 09:00", "2026-10-15")] // over Mid-Autumn and National Day, with 10 October worked
    public void Ten_working_days_follow_the_notices(string startedAt, string dueOn) =>
        Assert.Equal(Samples.Day(dueOn), DatesOf(Begun(startedAt)).DueOn);

    [Theory]
    [InlineData("2026-03-16 23:59:59", Verdict.OnTime)]
    [InlineData("2026-03-17 00:00:00", Verdict.Late)]
    [InlineData("2026-03-02 09:30:00", Verdict.OnTime)]
    public void Done_on_the_due_date_is_on_time_whatever_the_hour(string endedAt, Verdict verdict) =>
        Assert.Equal(verdict, DatesOf(Ended(Begun("2026-03-02 09:00"), endedAt)).Verdict);

    [Fact]
    public void Dates_are_Shanghais_and_not_those_of_UTC()
    {
        var begun = Begun("2026-03-03 07:59") with { StartedAt = new(2026, 3, 2, 15, 59, 0, TimeSpan.Zero) };
        Assert.Equal(Samples.Day("2026-03-16"), DatesOf(begun).DueOn);
        Assert.Equal(Samples.Day("2026-03-17"), DatesOf(begun with { StartedAt = begun.StartedAt.AddMinutes(1) }).DueOn);

        var ended = begun with { EndedAt = new(2026, 3, 16, 15, 59, 0, TimeSpan.Zero), End = StageEnd.Completed };
        Assert.Equal(Verdict.OnTime, DatesOf(ended).Verdict);
        Assert.Equal(Verdict.Late, DatesOf(ended with { EndedAt = ended.EndedAt!.Value.AddMinutes(1) }).Verdict);
    }

    [Fact]
    public void Cancelled_stage_is_not_judged() =>
        Assert.Equal(Verdict.Cancelled, DatesOf(Ended(Begun("2026-03-02 09:00"), "2026-04-20 09:00") with { End = StageEnd.Cancelled }).Verdict);

    [Theory]
    [InlineData("2026-03-16", false)]
    [InlineData("2026-03-17", true)]
    public void Running_stage_is_overdue_from_the_day_after(string today, bool overdue)
    {
        var dates = DatesOf(Begun("2026-03-02 09:00"));

        Assert.Equal(Verdict.Running, dates.Verdict);
        Assert.Equal(overdue, dates.IsOverdue(Samples.Day(today)));
    }

    [Fact]
    public void Ended_stage_is_late_but_no_more_overdue() =>
        Assert.False(DatesOf(Ended(Begun("2026-03-02 09:00"), "2026-03-20 09:00")).IsOverdue(Samples.Day("2026-03-25")));

    [Theory]
    [InlineData("2026-12-10 09:00", false)] // due on 24 December
    [InlineData("2026-12-11 09:00", true)] // due on 25 December: next year's notice may move it
    [InlineData("2026-12-25 09:00", true)]
    public void Date_that_next_years_notice_may_move_is_provisional(string startedAt, bool provisional) =>
        Assert.Equal(provisional, DatesOf(Begun(startedAt)).Provisional);

    [Fact]
    public void Dates_name_the_calendar_and_the_policy_they_rest_on()
    {
        var dates = DatesOf(Begun("2026-03-02 09:00"));

        Assert.Equal(("2310-1", WorkingCalendar.Published.Version), (dates.PolicyVersion, dates.CalendarVersion));
    }

    [Theory]
    [InlineData("2026-02-13 10:00", "2026-02-24 10:00", 2, "2026-03-06")] // over the holidays: 14 and 24 February
    [InlineData("2026-02-14 10:00", "2026-02-23 10:00", 0, "2026-03-04")] // nothing but days off
    [InlineData("2026-02-13 10:00", "2026-02-13 23:00", 0, "2026-03-04")] // within a day
    [InlineData("2026-02-13 23:59", "2026-02-14 00:01", 1, "2026-03-05")] // over midnight, into a make-up day
    [InlineData("2026-03-04 10:00", "2026-03-06 10:00", 2, "2026-03-06")] // begun on the due date
    [InlineData("2026-03-04 10:00", "2026-03-07 10:00", 3, "2026-03-09")] // ended on a day off: no day within the pause is the last one
    [InlineData("2026-03-05 00:00", "2026-03-06 10:00", 0, "2026-03-04")] // begun when it had passed
    public void Pause_takes_its_working_days_out_of_the_count(string from, string until, int pausedDays, string dueOn)
    {
        var dates = DatesOf(Begun("2026-02-12 09:00") with { Pauses = [PauseOf(from, until)] });

        Assert.Equal((10, pausedDays, Samples.Day(dueOn)), (dates.LimitDays, dates.PausedDays, dates.DueOn));
    }

    [Theory]
    [InlineData("2026-03-16 23:59", true)]
    [InlineData("2026-03-17 00:00", false)]
    public void Open_pause_stops_the_clock_of_a_stage_that_is_not_late(string from, bool stopped)
    {
        var dates = DatesOf(Begun("2026-03-02 09:00") with { Pauses = [PauseOf(from, null)] });

        Assert.Equal((stopped, 0, Samples.Day("2026-03-16")), (dates.ClockStopped, dates.PausedDays, dates.DueOn));
        Assert.Equal(!stopped, dates.IsOverdue(Samples.Day("2026-04-20")));
    }

    [Fact]
    public void Pause_within_the_time_that_an_earlier_pause_gained_counts()
    {
        ClockPause[] pauses = [PauseOf("2026-03-16 10:00", "2026-03-18 10:00"), PauseOf("2026-03-18 11:00", "2026-03-19 10:00")];

        Assert.Equal(Samples.Day("2026-03-19"), DatesOf(Begun("2026-03-02 09:00") with { Pauses = pauses }).DueOn);
    }

    [Fact]
    public void Extension_and_pause_add_up()
    {
        var dates = DatesOf(Begun("2026-03-02 09:00") with
        {
            ExtensionDays = 5,
            Pauses = [PauseOf("2026-03-20 10:00", "2026-03-24 10:00")],
        });

        Assert.Equal((10, 2, Samples.Day("2026-03-25")), (dates.LimitDays, dates.PausedDays, dates.DueOn));
    }

    [Theory]
    [InlineData("2026-03-02 18:00", 3, "2026-03-11")]
    [InlineData("2026-03-04 18:00", 1, "2026-03-09")]
    [InlineData("2026-03-05 18:00", 1, "2026-03-09")]
    [InlineData("2026-03-06 18:00", 1, "2026-03-09")]
    public void Resumed_stage_has_what_was_left_but_at_least_a_day(string endedAt, int limitDays, string dueOn)
    {
        var first = Ended(Begun("2026-03-02 09:00", StageKind.Assignment), endedAt);
        var resumed = Begun("2026-03-06 18:00", StageKind.Assignment) with { Sequence = 2, ResumesSequence = 1 };
        var dates = Clock.DatesOf(resumed, [first, resumed]);

        Assert.Equal((limitDays, Samples.Day(dueOn)), (dates.LimitDays, dates.DueOn));
    }

    [Fact]
    public void Co_agencies_speak_three_working_days_before_the_leads_date()
    {
        var handling = Begun("2026-03-02 09:00") with { ExtensionDays = 1 };

        Assert.Equal(Samples.Day("2026-03-12"), Clock.CoOpinionDueOn(handling, Clock.DatesOf(handling, [handling]).DueOn));
    }

    private static Stage Begun(string at, StageKind kind = StageKind.Handling) =>
        new(1, kind, 1, new StageOwner(Role.AgencyHandler, "agency-1"), CaseBuilder.Instant(at), null, null, [], 0, null);

    private static Stage Ended(Stage stage, string at) => stage with { EndedAt = CaseBuilder.Instant(at), End = StageEnd.Completed };

    private static ClockPause PauseOf(string from, string? until) =>
        new(CaseBuilder.Instant(from), until is null ? null : CaseBuilder.Instant(until));

    private static StageDates DatesOf(Stage stage) => Clock.DatesOf(stage, [stage]);
}
