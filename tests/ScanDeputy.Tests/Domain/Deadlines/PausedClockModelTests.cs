using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Tests.Domain.Cases;
using Xunit;

namespace ScanDeputy.Tests.Domain.Deadlines;

/// <summary>The stage's clock beside counting day by day, with pauses that lie close together and around days off.</summary>
public sealed class PausedClockModelTests
{
    [Fact]
    public void Pauses_move_a_due_date_as_counting_day_by_day_does()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var limit = random.Next(1, 6);
            // Around the Spring Festival, with its worked weekends.
            var startedOn = new DateOnly(2026, 1, 20).AddDays(random.Next(60));
            var model = new ReferenceStage(StageKind.Handling, 1, "agency-1", startedOn, limit, new ReferenceWorld());
            var pauses = new List<ClockPause>();
            var day = startedOn;
            for (var left = random.Next(1, 5); left > 0; left--)
            {
                var from = day.AddDays(random.Next(4));
                day = from.AddDays(random.Next(6));
                model.Pause(from);
                model.Resume(day);
                pauses.Add(new ClockPause(Morning(from), Morning(day)));
            }

            var stage = new Stage(1, StageKind.Handling, 1, new StageOwner(Role.AgencyHandler, "agency-1"), Morning(startedOn), null, null, pauses, 0, null);
            var clock = new StageClock(WorkingCalendar.Published, new PolicyHistory([new DeadlinePolicy { Version = "short", HandlingLimit = limit }]), "");
            Assert.Equal((seed, model.DueOn()), (seed, clock.DatesOf(stage, [stage]).DueOn));
        }
    }

    [Fact]
    public void A_pause_that_begins_on_the_day_off_on_which_another_ended_goes_on_with_it()
    {
        // Due on Monday the 16th; paused from then to Saturday, and from Sunday to Friday: no working day lies between the two.
        var paused = CaseBuilder.Handling()
            .At("2026-03-16 10:00").Do(Party.Government, Wait)
            .At("2026-03-21 10:00").Do(Party.Government, new ResumeCommand())
            .At("2026-03-22 10:00").Do(Party.Government, Wait)
            .At("2026-03-27 10:00").Do(Party.Government, new ResumeCommand());

        paused.Open("Handling 1 agency-1 due 2026-03-27");
    }

    private static readonly PauseCommand Wait = new("等待居民补充材料", null);

    private static DateTimeOffset Morning(DateOnly day) => ChinaTime.At(day, new TimeOnly(10, 0));
}
