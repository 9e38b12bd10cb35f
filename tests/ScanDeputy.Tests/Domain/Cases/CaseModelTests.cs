using System.Text.Json;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Domain.Stages;
using Xunit;

namespace ScanDeputy.Tests.Domain.Cases;

/// <summary>Thousands of random lives of a case, each step against the handbook's reference model.</summary>
public sealed class CaseModelTests
{
    private static readonly StageClock Clock = new(WorkingCalendar.Published, PolicyHistory.Default, "");

    [Fact]
    public void Case_goes_where_the_handbook_says_and_nothing_illegal_gets_through() =>
        CaseWalk.Run(3_000, walk =>
        {
            var (state, events) = (walk.State, walk.Events.Count);
            var (command, decided, permitted) = walk.Step();

            Same((command.Move, permitted), (command.Move, !decided.IsRefused));
            if (decided.IsRefused)
                Assert.True(ReferenceEquals(state, walk.State) && events == walk.Events.Count);
            AssertLikeModel(walk);
        });

    [Fact]
    public void Open_case_has_one_open_stage_of_the_right_kind_and_owner_and_an_ended_case_none() =>
        CaseWalk.Run(600, walk =>
        {
            walk.Step();
            var state = walk.State;
            (StageKind Kind, Role Owner)? expected = state.Status switch
            {
                CaseStatus.Received => (StageKind.Triage, state.DeputyId is null ? Role.CommitteeOffice : Role.Deputy),
                CaseStatus.Adopted => (StageKind.Handover, Role.CommitteeOffice),
                CaseStatus.HandedOver => (StageKind.Assignment, Role.GovernmentOffice),
                CaseStatus.Assigned or CaseStatus.Handling => (StageKind.Handling, Role.AgencyHandler),
                // The deputy has neither spoken nor let the time run out, whatever the resident has said.
                CaseStatus.Replied or CaseStatus.Evaluated when state is { Reply: not null, Verdict: null } =>
                    (StageKind.Verdict, state.DeputyId is null ? Role.CommitteeOffice : Role.Deputy),
                _ => null,
            };

            var open = state.Stages.Where(stage => stage.IsOpen).ToList();
            Assert.Equal(expected is null ? [] : [expected.Value], open.Select(stage => (stage.Kind, stage.Owner.Role)));
            Assert.Equal(open.SingleOrDefault(), state.OpenStage);
            Assert.Equal(expected is not null, OpenStatuses.All.Contains(state.Status) && (state.Verdict is null || state.Status is not (CaseStatus.Replied or CaseStatus.Evaluated)) && state is not { Status: CaseStatus.Evaluated, Reply: null });
            Assert.All(open, stage => Assert.Contains(state.Status, OpenStatuses.Of(stage.Kind)));
            Assert.Equal(Enumerable.Range(1, state.Stages.Count), state.Stages.Select(stage => stage.Sequence));
        });

    [Fact]
    public void Case_has_exactly_one_lead_while_an_agency_works_on_it() =>
        CaseWalk.Run(600, walk =>
        {
            walk.Step();
            if (walk.State.Status is CaseStatus.Assigned or CaseStatus.Handling)
            {
                Assert.Equal(new StageOwner(Role.AgencyHandler, walk.State.LeadAgencyId), walk.State.OpenStage!.Owner);
                Assert.NotNull(walk.State.LeadAgencyId);
                Assert.DoesNotContain(walk.State.LeadAgencyId, walk.State.CoAgencyIds);
                Assert.Equal(walk.State.CoAgencyIds.Distinct(), walk.State.CoAgencyIds);
            }
            else if (walk.State.Status is CaseStatus.Received or CaseStatus.Adopted or CaseStatus.HandedOver)
            {
                Assert.Null(walk.State.LeadAgencyId);
            }
        });

    [Fact]
    public void Stored_events_folded_again_are_the_same_case_with_the_same_dates() =>
        CaseWalk.Run(600, walk => walk.Step(), walk =>
        {
            var restored = walk.Events
                .Select(entry => CaseEvent.Restore(entry.CaseId, entry.Sequence, entry.At, entry.Actor, entry.Data, entry.PreviousHash, entry.Hash))
                .ToList();
            var folded = CaseHistory.Fold(restored);

            Assert.Null(LedgerChain.FirstFault("case-1", restored, walk.State.Version));
            Assert.Equal(Json(walk.State), Json(CaseHistory.Fold(walk.Events)));
            Assert.Equal(Json(walk.State), Json(folded));
            Assert.Equal(DatesOf(walk.State), DatesOf(folded));
        });

    [Fact]
    public void Due_dates_are_the_same_in_whatever_order_they_are_computed() =>
        CaseWalk.Run(600, walk => walk.Step(), walk =>
        {
            var expected = DatesOf(walk.State);
            var shuffled = walk.State.Stages.ToArray();
            walk.Random.Shuffle(shuffled);

            Assert.All(shuffled, stage => Assert.Equal(expected[stage.Sequence - 1], Clock.DatesOf(stage, shuffled)));
        });

    /// <summary>"Why this date" explains limit, extension and pauses day by day, so that they have to add up to it.</summary>
    [Fact]
    public void Every_due_date_is_its_days_after_the_first_one() =>
        CaseWalk.Run(600, walk => walk.Step(), walk => Assert.All(walk.State.Stages, stage =>
        {
            var dates = Clock.DatesOf(stage, walk.State.Stages);
            var days = dates.LimitDays + stage.ExtensionDays + dates.PausedDays;
            Assert.Equal(dates.DueOn, WorkingCalendar.Published.Due(stage.StartedAt, days).On);
            Assert.True(dates.LimitDays >= 1);
        }));

    [Fact]
    public void Moves_that_are_listed_are_the_handbooks_and_are_not_refused_and_the_others_are() =>
        CaseWalk.Run(600, walk =>
        {
            walk.Step();
            var asker = walk.SomeParties();
            var listed = CaseWalk.Moves.Allowed(walk.State, asker, walk.Now);

            Assert.Equal(listed.Distinct(), listed);
            foreach (var move in Samples.Moves)
            {
                var refusal = CaseWalk.Moves.Decide(walk.State, walk.WellFormed(move), asker, walk.Now).Refusal?.Code;
                var expected = listed.Contains(move) ? null : CaseRefusals.MoveNotAllowed;
                Same((move, expected), (move, refusal));
                Same((move, asker.Any(party => walk.Model.Permits(move, party, walk.Today))), (move, listed.Contains(move)));
            }
        });

    [Fact]
    public void Late_stage_never_becomes_on_time_again() =>
        CaseWalk.Run(600, walk =>
        {
            var before = walk.State;
            var overdue = before.OpenStage is { } open && Clock.DatesOf(open, before.Stages).IsOverdue(walk.Today);
            var (command, _, _) = walk.Step();

            // An extension asked for in time and granted after the date is the one way back, and the ledger shows it.
            if (overdue && command is not ExtensionDecisionCommand { Granted: true })
                Assert.NotEqual(Verdict.OnTime, Clock.DatesOf(walk.State.Stages[before.Stages.Count - 1], walk.State.Stages).Verdict);
        });

    [Fact]
    public void Walks_see_every_status_and_every_fact()
    {
        var statuses = new HashSet<CaseStatus>();
        var facts = new HashSet<Type>();
        var causes = new HashSet<string>(StringComparer.Ordinal);
        CaseWalk.Run(1_000, walk =>
        {
            walk.Step();
            statuses.Add(walk.State.Status);
        }, walk =>
        {
            facts.UnionWith(walk.Events.Select(entry => entry.Fact.GetType()));
            causes.UnionWith(walk.Events.Select(entry => entry.Fact).OfType<RoundOpened>().Select(fact => fact.Cause.ToString()));
            causes.UnionWith(walk.Events.Select(entry => entry.Fact).OfType<SupervisionRequired>().Select(fact => fact.Cause.ToString()));
        });

        Assert.Equal(Samples.Statuses.Order(), statuses.Order());
        Assert.Equal(Samples.Facts.Select(fact => fact.GetType().Name).Distinct().Order(), facts.Select(type => type.Name).Order());
        Assert.Equal(Enum.GetNames<RoundCause>().Concat(Enum.GetNames<SupervisionCause>()).Order(), causes.Order());
    }

    private static void AssertLikeModel(CaseWalk walk)
    {
        var (state, model) = (walk.State, walk.Model);
        Same(
            (model.Status, model.Lead, model.NeedsSupervision, model.OrderOpen, model.Stages.Count),
            (state.Status, state.LeadAgencyId, state.SupervisionRequired, state.OpenSupervision is not null, state.Stages.Count));
        Same(
            string.Join(' ', model.CoSigners.Select(one => (one.Key, one.Value))),
            string.Join(' ', state.CoSigners.Select(one => (one.DeputyId, one.Standing == CoSignerStanding.Asked ? (bool?)null : one.Standing == CoSignerStanding.Signed))));

        // The last two: the one that may just have ended, and the one that may have begun.
        for (var i = Math.Max(0, model.Stages.Count - 2); i < model.Stages.Count; i++)
        {
            var (expected, stage) = (model.Stages[i], state.Stages[i]);
            var dates = Clock.DatesOf(stage, state.Stages);
            Same(
                (expected.Kind, expected.Round, expected.Owner, expected.DueOn(), expected.Verdict, expected.IsOverdue(walk.Today)),
                (stage.Kind, stage.Round, stage.Owner.Id ?? stage.Owner.Role.ToString(), dates.DueOn, dates.Verdict, dates.IsOverdue(walk.Today)));
        }
    }

    /// <summary>Assert.Equal, without its cost where nothing differs.</summary>
    private static void Same<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            Assert.Equal(expected, actual);
    }

    private static IReadOnlyList<StageDates> DatesOf(Case state) => [.. state.Stages.Select(stage => Clock.DatesOf(stage, state.Stages))];

    private static string Json(Case state) => JsonSerializer.Serialize(state);
}
