using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using Xunit;

namespace ScanDeputy.Tests.Domain.Deadlines;

/// <summary>The resident hears about hand-over and result within one month (handbook §1).</summary>
public sealed class ResidentClockTests
{
    private static readonly Actor Somebody = new("somebody", Role.Deputy);

    [Theory]
    [InlineData("2026-05-15T09:00:00+08:00", "2026-06-15")]
    [InlineData("2026-01-31T09:00:00+08:00", "2026-02-28")]
    // Already the 16th in China.
    [InlineData("2026-05-15T16:30:00+00:00", "2026-06-16")]
    public void A_month_ends_on_the_same_day_of_the_next_or_on_its_last(string reported, string ends) =>
        Assert.Equal(DateOnly.Parse(ends, System.Globalization.CultureInfo.InvariantCulture), ClockOf(Events(At(reported))).EndsOn);

    [Theory]
    [InlineData("2026-06-15T23:59:59+08:00", Verdict.OnTime)]
    [InlineData("2026-06-16T00:00:00+08:00", Verdict.Late)]
    public void A_result_counts_by_its_date(string answered, Verdict verdict)
    {
        var clock = ClockOf(Events(At("2026-05-15T09:00:00+08:00"), (At(answered), new Answered("已解决"))));
        Assert.False(clock.IsRunning);
        Assert.Equal(verdict, clock.VerdictOn(new DateOnly(2027, 1, 1)));
    }

    [Fact]
    public void The_first_result_stands_and_a_hand_over_is_none()
    {
        var clock = ClockOf(Events(
            At("2026-05-15T09:00:00+08:00"), (At("2026-05-18T09:00:00+08:00"), new HandedOver(null)), (At("2026-05-20T09:00:00+08:00"), new Replied(Outcome.Solved, "好了", null, null, [])),
            (At("2026-07-20T09:00:00+08:00"), new Replied(Outcome.Solved, "真好了", null, null, []))));
        Assert.Equal(At("2026-05-18T09:00:00+08:00"), clock.HandedOverAt);
        Assert.Equal(At("2026-05-20T09:00:00+08:00"), clock.ResultAt);
    }

    [Fact]
    public void Without_a_result_it_runs_to_the_last_day_and_is_late_after_it()
    {
        var clock = ClockOf(Events(At("2026-05-15T09:00:00+08:00")));
        Assert.Equal(Verdict.Running, clock.VerdictOn(new DateOnly(2026, 6, 15)));
        Assert.Equal(Verdict.Late, clock.VerdictOn(new DateOnly(2026, 6, 16)));
    }

    [Fact]
    public void A_matter_withdrawn_or_merged_has_no_clock_of_its_own() => Assert.All(
        (Fact[])[new Withdrawn(null), new Merged("other", null)],
        fact => Assert.Equal(Verdict.Cancelled, ClockOf(Events(At("2026-05-15T09:00:00+08:00"), (At("2026-05-16T09:00:00+08:00"), fact))).VerdictOn(new DateOnly(2026, 7, 1))));

    private static ResidentClock ClockOf(IReadOnlyList<CaseEvent> events) => ResidentClock.Of(events)!;

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static IReadOnlyList<CaseEvent> Events(DateTimeOffset reported, params (DateTimeOffset At, Fact Fact)[] later)
    {
        var events = new List<CaseEvent> { CaseEvent.Append("case", null, reported, Somebody, new Submitted("371311", "s", "371311", "c", "r", "d", "f")) };
        foreach (var (at, fact) in later)
            events.Add(CaseEvent.Append("case", events[^1], at, Somebody, fact));
        return events;
    }
}
