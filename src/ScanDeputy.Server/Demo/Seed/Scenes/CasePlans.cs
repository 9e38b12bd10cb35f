namespace ScanDeputy.Server.Demo.Seed.Scenes;

/// <param name="EndsOn">The day (<see cref="WorkDays"/>) of the story's last step that is not a sweep's.</param>
internal sealed record CasePlan(CaseScene Scene, Story Story, int EndsOn)
{
    public int ReportedOn => EndsOn - Story.Length;
}

/// <summary>
/// The 200 cases: how many of each story, how near their dates are, and which of them lie on the personas' desks. Eleven are late.
/// </summary>
internal sealed class CasePlans(SceneCasting casting, DateOnly today, int latest)
{
    // One for each rung of the ladder: the overdue date, level 2 and level 3.
    private static readonly int[] Lateness = [-1, -3, -7];

    private readonly List<CasePlan> _plans = [];

    public IReadOnlyList<CasePlan> All()
    {
        for (var persona = 0; persona < 3; persona++)
            Desks(persona);
        Waiting();
        Merged();
        Finished();
        return _plans;
    }

    /// <summary>Work for deputy, agency and resident of one number.</summary>
    private void Desks(int n)
    {
        Due(Stories.Received, new Wish(Deputy: n, Resident: n), 1, n == 1 ? 0 : 1);
        Due(Stories.Received, new Wish(Deputy: n, WalkIn: n == 2), n == 0 ? -1 : 0);
        Due(n == 1 ? Stories.Supplemented : Stories.Received, new Wish(Deputy: n, Resident: n), 1);
        Ended(Stories.Answered, new Wish(Deputy: n, Resident: n), -2, -4);
        Ended(Stories.Replied, new Wish(Deputy: n, Lead: n, Resident: n), -1, -3);
        Ended(Stories.Accepted, new Wish(Deputy: n, Resident: n), -2);
        Ended(Stories.ClosedByDeputy, new Wish(Deputy: n, Resident: n), -9 - n, -28 - n, -54 - n);
        Due(Stories.Handling, new Wish(Deputy: n, Lead: n, Resident: n), 4 + n);
        Due(Stories.Assigned, new Wish(Lead: n), 9, 8);
        Due(Stories.Handling, new Wish(Lead: n), 1, 3);
        Due(Stories.WithOpinion, new Wish(Lead: n), 5);
        Due(n == 2 ? Stories.UnderSupervision : Stories.Handling, new Wish(Lead: n, Resident: n), Lateness[n]);
    }

    private void Waiting()
    {
        Due(Stories.Received, new Wish(), 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, -2, -6);
        Due(Stories.Adopted, new Wish(), 1, 1, 1, 1, 0, 0, 0, 0, -1, -4);
        Due(Stories.HandedOver, new Wish(), 2, 2, 1, 1, 1, 0, -1, -3);
        Due(Stories.Returned, new Wish(), 1);
        Due(Stories.Assigned, new Wish(), 9, -1);
        Due(Stories.PauseAsked, new Wish(Lead: 0), 5);
        Due(Stories.Paused, new Wish(Lead: 1), 4);
        Due(Stories.ExtensionAsked, new Wish(Lead: 2), 2);
        Due(Stories.Extended, new Wish(), 6);
        Due(Stories.Rejected, new Wish(), 7);
        Ended(Stories.Answered, new Wish(), -1, -1, -2, -2, -3, -3, -3, -4, -4, -5);
        Ended(Stories.AnsweredAtOnce, new Wish(), latest, latest, -2, -3);
        Ended(Stories.Accepted, new Wish(), -1, -2, -3);
        Ended(Stories.RatedJustNow, new Wish(Resident: 0), -2);
        Ended(Stories.RatedJustNow, new Wish(), -3);
        Ended(Stories.AcceptedAndRatedJustNow, new Wish(), -3);
        Ended(Stories.UnsatisfiedTwice, new Wish(), -1);
        Ended(Stories.UnsatisfiedTwiceSupervised, new Wish(), -2);
    }

    /// <summary>Others report what is being handled already.</summary>
    private void Merged()
    {
        foreach (var leading in _plans.Where(plan => plan.Story == Stories.Handling || plan.Story == Stories.WithOpinion).Take(6).ToList())
            _plans.Add(new CasePlan(casting.CastSameMatter(leading.Scene, today), Stories.Merged, leading.ReportedOn + 3));
    }

    private void Finished()
    {
        Ended(Stories.Redirected, new Wish(), Spread(9, -2, -8));
        Ended(Stories.RedirectedByCommittee, new Wish(), Spread(3, -6, -20));
        Ended(Stories.Withdrawn, new Wish(), Spread(6, -1, -11));
        Ended(Stories.ClosedByDeputy, new Wish(), Spread(27, -3, -3));
        Ended(Stories.ClosedUnrated, new Wish(), Spread(8, -22, -7));
        Ended(Stories.ClosedByAgency, new Wish(), Spread(4, -4, -12));
        Ended(Stories.ClosedUnjudged, new Wish(), -52);
        Ended(Stories.ClosedTogether, new Wish(), Spread(2, -15, -20));
        Ended(Stories.ClosedLate, new Wish(), Spread(3, -6, -17));
        Ended(Stories.ClosedExtended, new Wish(), Spread(2, -10, -25));
        Ended(Stories.ClosedPaused, new Wish(), Spread(2, -14, -26));
        Ended(Stories.ClosedReturned, new Wish(), Spread(2, -18, -22));
        Ended(Stories.ClosedSecondTime, new Wish(), Spread(2, -12, -24));
        Ended(Stories.ClosedAfterUnsatisfied, new Wish(), Spread(2, -16, -20));
    }

    /// <summary>One case for each day on which its open stage is to be due.</summary>
    private void Due(Story story, Wish wish, params int[] days) => Ended(story, wish, [.. days.Select(story.EndWhenDueOn)]);

    private void Ended(Story story, Wish wish, params int[] days)
    {
        foreach (var day in days)
            _plans.Add(new CasePlan(casting.Cast(wish, today), story, Math.Min(day, latest)));
    }

    private static int[] Spread(int count, int first, int step) => [.. Enumerable.Range(0, count).Select(i => first + (i * step))];
}
