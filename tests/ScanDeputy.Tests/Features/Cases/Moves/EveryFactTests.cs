using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Tests.Domain.Cases;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Moves;

/// <summary>Nothing that belongs to a fact can be forgotten, and what it says about itself is true.</summary>
public sealed class EveryFactTests
{
    /// <summary>A case in each status, as the receiver of news may find it.</summary>
    private static readonly IReadOnlyList<Case> Cases = [.. Samples.Statuses.Select(status => CaseBuilder.In(status).State), CaseBuilder.Received(deputyId: null).State, CaseBuilder.Suggested().State];

    // Written down apart from the facts, so that opening one to residents is done twice and on purpose.
    private static readonly string[] ForOfficials =
        ["returnedToOffice", "coOpinion", "pauseRequested", "pauseRefused", "extensionRequested", "supervisionRequired", "supervisionOrdered", "supervisionAnswered", "lookedBack", "contactLogged"];

    private static readonly string[] OfTheAuthor = ["evaluated", "supplemented", "withdrawn", "suggested", "coSignersAsked", "coSigned"];

    private static readonly string[] ToldToNobody = ["signed", "rejected", "evaluated", "closed", "contactLogged"];

    [Fact]
    public void Every_fact_stands_in_all_its_places() =>
        Assert.Empty(from fact in Samples.Facts from part in FactParts.MissingOf(fact, Cases) select $"{fact.GetType().Name}: {part}");

    /// <summary>A planted fact, of which there is nothing but its type.</summary>
    [Fact]
    public void A_fact_without_its_parts_is_named_with_each_of_them() => Assert.Equal(
        ["stored name", "word", "papers", "line hotline", "line agencyId", "notice progress.forgotten", "notice followed.progress.forgotten", "notice cause.Forgotten"],
        FactParts.MissingOf(new Forgotten("12345", "agency-1"), Cases));

    [Fact]
    public void A_fact_that_says_nothing_of_its_readers_is_for_officials()
    {
        Assert.Equal(FactReaders.Officials, new Forgotten("12345", "agency-1").Readers());
        Assert.False(ListCaseEvents.IsForResidents(new Forgotten("12345", "agency-1")));
    }

    [Fact]
    public void Each_fact_has_the_readers_that_it_always_had() => Assert.All(Samples.Facts, fact =>
    {
        var name = FactParts.StoredNameOf(fact)!;
        var expected = ForOfficials.Contains(name) ? FactReaders.Officials : OfTheAuthor.Contains(name) ? FactReaders.Author : FactReaders.Residents;
        Assert.Equal((name, expected), (name, fact.Readers()));
        Assert.Equal(expected != FactReaders.Officials, ListCaseEvents.IsForResidents(fact));
    });

    [Fact]
    public void Nobody_is_told_of_these_facts_only() => Assert.Equal(
        ToldToNobody.Order(StringComparer.Ordinal),
        Samples.Facts.Where(fact => Cases.All(state => fact.Tells(state).Count == 0)).Select(fact => FactParts.StoredNameOf(fact)!).Distinct().Order(StringComparer.Ordinal));

    /// <summary>On random lives of cases: what a fact says of the clock is what it does to the stages, and every effect is seen.</summary>
    [Fact]
    public void Each_fact_moves_the_clock_as_it_says()
    {
        var seen = new HashSet<ClockEffect>();
        CaseWalk.Run(400, walk => walk.Step(), walk =>
        {
            var state = new Case { Id = walk.Events[0].CaseId };
            foreach (var entry in walk.Events)
            {
                var after = CaseHistory.Apply(state, entry);
                Assert.Equal((entry.Fact.GetType().Name, FactParts.SaidOf(entry.Fact, state)), (entry.Fact.GetType().Name, FactParts.EffectOf(state, after)));
                seen.Add(entry.Fact.Clock());
                state = after;
            }
        });
        Assert.Equal(Enum.GetValues<ClockEffect>().Order(), seen.Order());
    }

    /// <summary>On random lives: whatever brought a case to where the resident has a result, or it is no matter of its own any more, counts for the resident's month.</summary>
    [Fact]
    public void The_resident_s_month_knows_each_fact_that_it_ends_with() => CaseWalk.Run(400, walk => walk.Step(), walk =>
    {
        for (var count = 1; count <= walk.Events.Count; count++)
        {
            var state = CaseHistory.Fold([.. walk.Events.Take(count)]);
            var status = state.Status;
            if (ResidentClock.Of([.. walk.Events.Take(count)]) is not { } month)
            {
                Assert.True(state.IsOwn);
                continue;
            }

            Assert.True(month.ResultAt is not null || status is not (CaseStatus.Answered or CaseStatus.Redirected or CaseStatus.Replied), $"No result: {walk.Events[count - 1].Data}");
            Assert.True(month.EndedAt is not null || status is not (CaseStatus.Merged or CaseStatus.Withdrawn), $"Not ended: {walk.Events[count - 1].Data}");
            Assert.True(month.HandedOverAt is not null || status is not (CaseStatus.HandedOver or CaseStatus.Assigned or CaseStatus.Handling), $"Not handed over: {walk.Events[count - 1].Data}");
        }
    });

    [Fact]
    public void A_fact_that_says_the_wrong_thing_of_the_clock_is_found()
    {
        var here = CaseBuilder.Handling();
        var planted = new Forgotten("12345", "agency-1");

        Assert.NotEqual(planted.Clock(), FactParts.EffectOf(here.State, planted.ApplyTo(here.State, here.Now)));
    }

    /// <summary>Says that it moves no clock and ends the stage, and has none of the parts that a fact needs.</summary>
    private sealed record Forgotten(string Hotline, string AgencyId) : Fact
    {
        public override ClockEffect Clock() => ClockEffect.None;

        public override IReadOnlyList<News> Tells(Case after) => [News.Progress("forgotten") with { DetailKey = "cause.Forgotten" }];

        public override Case ApplyTo(Case state, DateTimeOffset at) =>
            state with { Stages = [.. state.Stages.SkipLast(1), state.Stages[^1] with { EndedAt = at }] };
    }
}
