namespace ScanDeputy.Domain.Cases;

public enum VerdictKind
{
    Accepted,
    Rejected,

    /// <summary>未表态: the time ran out. No word for the answer and none against it.</summary>
    NotGiven,
}

/// <summary>The deputy's word on an agency's answer.</summary>
/// <param name="Handling">The mark for how it was handled: contact, manner. Null when none was given.</param>
/// <param name="Result">The mark for what came of it.</param>
/// <param name="Words">The deputy's own; to an acceptance a note that offices read.</param>
public sealed record DeputyVerdict(VerdictKind Kind, Grade? Handling, Grade? Result, string? Words, DateTimeOffset At)
{
    /// <summary>Whether it is a mark that a deputy can give.</summary>
    public static bool IsMark(Grade? grade) => grade is null or Grade.Satisfied or Grade.BasicallySatisfied or Grade.Unsatisfied;
}
