using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases.Moves;

/// <summary>Handbook §3, 回头看: on the promised date of a B outcome, back to the agency or confirmed by the deputy.</summary>
public sealed class LookBackTests
{
    [Theory]
    [InlineData("2026-03-30 23:59", false)]
    [InlineData("2026-03-31 00:00", true)]
    [InlineData("2026-04-20 09:00", true)]
    public void Program_looks_back_from_the_promised_date_on(string at, bool allowed) =>
        Assert.Equal(allowed, !Promised().At(at).Try(Party.System, new LookBackCommand()).IsRefused);

    [Theory]
    [InlineData(Outcome.Solved)]
    [InlineData(Outcome.NotNow)]
    public void Without_a_promise_there_is_nothing_to_look_back_at(Outcome outcome) =>
        CaseBuilder.Handling().Reply(outcome, "2026-03-31").At("2026-04-01 00:00").Refused(Party.System, new LookBackCommand());

    [Fact]
    public void Promise_is_looked_back_at_once()
    {
        var lookedBack = LookedBack(Promised());

        lookedBack.Is(CaseStatus.Replied).Refused(Party.System, new LookBackCommand());
        Assert.True(lookedBack.State.LookBackOpen);
        Assert.Equal(new LookedBack(), lookedBack.Facts[^1]);
    }

    [Theory]
    [InlineData(CaseStatus.Replied)]
    [InlineData(CaseStatus.Evaluated)]
    public void Deputy_confirms_a_kept_promise(CaseStatus status)
    {
        var confirmed = LookedBack(PromisedIn(status)).Do(Party.Deputy, new AcceptCommand("已现场查看"));

        confirmed.Is(status).Open("none").Refused(Party.Deputy, new AcceptCommand(null)).Refused(Party.Deputy, new RejectCommand("…"));
        Assert.False(confirmed.State.LookBackOpen);
    }

    [Theory]
    [InlineData(CaseStatus.Replied)]
    [InlineData(CaseStatus.Evaluated)]
    public void Broken_promise_goes_back_to_the_agency(CaseStatus status)
    {
        var broken = LookedBack(PromisedIn(status)).Do(Party.Deputy, new RejectCommand("路灯仍不亮"));

        broken.Is(CaseStatus.Handling).Open("Handling 2 agency-1 due 2026-04-15");
        Assert.Equal(new RoundOpened(RoundCause.PromiseNotKept), broken.Facts[^1]);
        Assert.Equal(0, broken.State.Rejections);
        Assert.False(broken.State.LookBackOpen);
    }

    [Fact]
    public void New_promise_is_looked_back_at_again() =>
        LookedBack(Promised()).Do(Party.Deputy, new RejectCommand("路灯仍不亮"))
            .Reply(Outcome.InProgress, "2026-05-31").At("2026-05-31 09:00").Do(Party.System, new LookBackCommand());

    [Fact]
    public void Accepted_plan_can_still_turn_out_a_broken_promise()
    {
        var broken = LookedBack(Promised().Do(Party.Deputy, new AcceptCommand(null))).Do(Party.Deputy, new RejectCommand("路灯仍不亮"));

        broken.Is(CaseStatus.Handling);
        Assert.False(broken.State.ReplyAccepted);
    }

    [Theory]
    [InlineData(CaseStatus.Replied)]
    [InlineData(CaseStatus.Evaluated)]
    public void Without_a_look_back_nothing_is_rejected_after_the_verdict(CaseStatus status) =>
        PromisedIn(status).Do(Party.Deputy, new AcceptCommand(null)).Refused(Party.Deputy, new RejectCommand("…"));

    [Fact]
    public void Closed_case_without_a_look_back_cannot_be_accepted() =>
        CaseBuilder.Closed().Refused(Party.Deputy, new AcceptCommand(null));

    /// <summary>
    /// Replied on 2 March with a promise for the 31st; where it is judged, kept on 3 April at noon. Fifteen days from the reply end on 17 March, from
    /// the deputy's word on 18 April.
    /// </summary>
    [Theory]
    [InlineData("open", "2026-03-17 12:00", true, false)]
    [InlineData("open", "2026-03-30 12:00", true, false)]
    [InlineData("looked back at", "2026-04-20 12:00", true, false)]
    [InlineData("kept", "2026-04-03 12:00", true, false)]
    [InlineData("kept", "2026-04-18 23:59", true, false)]
    [InlineData("kept", "2026-04-19 00:00", false, true)]
    [InlineData("broken", "2026-04-03 12:00", false, false)]
    public void The_resident_s_days_begin_when_a_promise_was_judged(string promise, string at, bool mayRate, bool expires)
    {
        var here = JudgedAs(promise, Promised()).At(at);

        Assert.Equal(mayRate, !here.Try(Party.Resident, new EvaluateCommand(Grade.Satisfied, null)).IsRefused);
        Assert.Equal(expires, !here.Try(Party.System, new ExpireEvaluationCommand()).IsRefused);
    }

    [Theory]
    [InlineData("open", false)]
    [InlineData("looked back at", false)]
    [InlineData("kept", true)]
    public void A_rated_case_closes_only_when_its_promise_was_judged(string promise, bool closes) =>
        Assert.Equal(closes, !JudgedAs(promise, PromisedIn(CaseStatus.Evaluated)).At("2026-04-10 12:00").Try(Party.System, new CloseCommand()).IsRefused);

    [Fact]
    public void Accepting_an_answer_is_no_word_on_its_promise()
    {
        var accepted = Promised().Do(Party.Deputy, new AcceptCommand(null));

        Assert.True(accepted.State.HasOpenPromise);
        Assert.DoesNotContain(accepted.Facts[^1].Tells(accepted.State), news => news.To == Audience.Residents);
    }

    private static CaseBuilder JudgedAs(string promise, CaseBuilder promised) => promise switch
    {
        "kept" => LookedBack(promised).At("2026-04-03 12:00").Do(Party.Deputy, new AcceptCommand(null)),
        "broken" => LookedBack(promised).At("2026-04-03 12:00").Do(Party.Deputy, new RejectCommand("路灯仍不亮")),
        "looked back at" => LookedBack(promised),
        _ => promised,
    };

    private static CaseBuilder Promised() => CaseBuilder.Handling().Reply(Outcome.InProgress, "2026-03-31");

    private static CaseBuilder PromisedIn(CaseStatus status)
    {
        var promised = Promised();
        return status == CaseStatus.Evaluated ? promised.Do(Party.Resident, new EvaluateCommand(Grade.Satisfied, null)) : promised;
    }

    private static CaseBuilder LookedBack(CaseBuilder promised) =>
        promised.At("2026-03-31 00:05").Do(Party.System, new LookBackCommand());
}
