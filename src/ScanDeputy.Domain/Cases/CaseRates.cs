namespace ScanDeputy.Domain.Cases;

/// <summary>As much of a case as the rates count.</summary>
/// <param name="Answered">There was a result for the resident: a deputy's answer, an agency's reply, or where to go instead.</param>
/// <param name="Outcome">Of the last reply.</param>
/// <param name="Grade">Of the last answer.</param>
public sealed record CaseStanding(CaseStatus Status, bool Answered, Outcome? Outcome, Grade? Grade)
{
    /// <summary>A deputy's own suggestion.</summary>
    public bool IsOwn { get; init; }

    public static CaseStanding Of(Case state) =>
        new(state.Status, state.AnsweredAt is not null || state.Redirection is not null, state.Reply?.Outcome, state.Evaluation?.Grade) { IsOwn = state.IsOwn };

    /// <summary>
    /// A resident's matter of its own: one that was withdrawn is none any more, one that was merged is counted with the leading case, and what a deputy
    /// suggested without a resident says nothing of residents.
    /// </summary>
    public bool Counts => !IsOwn && Status is not (CaseStatus.Withdrawn or CaseStatus.Merged);

    /// <summary>The last reply stands: no other round of handling runs.</summary>
    public bool ReplyStands => Outcome is not null && Status is (CaseStatus.Replied or CaseStatus.Evaluated or CaseStatus.Closed);

    /// <summary>The resident has given a mark; a mark that ran out is none.</summary>
    public bool IsGraded => Grade is Cases.Grade.Satisfied or Cases.Grade.BasicallySatisfied or Cases.Grade.Unsatisfied;
}

/// <summary>So many of so many.</summary>
public sealed record CaseShare(int N, int Of)
{
    /// <summary>From 0 to 1, four digits; null of nothing.</summary>
    public double? Rate => Of == 0 ? null : Math.Round((double)N / Of, 4);
}

/// <summary>
/// Four different rates [000:1259], each of its own denominator; never one for another. Of all matters: answered, closed. Of those whose reply of an
/// agency stands: solved (已解决). Of those that a resident has marked: satisfied (满意 or 基本满意).
/// </summary>
public sealed record CaseRates(CaseShare Answered, CaseShare Solved, CaseShare Satisfied, CaseShare Closed)
{
    public static CaseRates Of(IEnumerable<(CaseStanding Standing, int Count)> cases)
    {
        var counted = cases.Where(one => one.Standing.Counts).ToList();
        return new CaseRates(
            Share(_ => true, standing => standing.Answered),
            Share(standing => standing.ReplyStands, standing => standing.Outcome == Outcome.Solved),
            Share(standing => standing.IsGraded, standing => standing.Grade != Grade.Unsatisfied),
            Share(_ => true, standing => standing.Status == CaseStatus.Closed));

        CaseShare Share(Func<CaseStanding, bool> of, Func<CaseStanding, bool> n)
        {
            var all = counted.Where(one => of(one.Standing)).ToList();
            return new CaseShare(all.Where(one => n(one.Standing)).Sum(one => one.Count), all.Sum(one => one.Count));
        }
    }
}
