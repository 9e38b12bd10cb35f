namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>
/// What somebody asks to be done to a case. Texts are checked for length before they get here; rules of the matter here. Who may ask, from
/// where and when stands in <see cref="MoveTable"/>.
/// </summary>
public abstract record CaseCommand(Move Move)
{
    /// <summary>What is wrong with what the command says; null when nothing is.</summary>
    public virtual Refusal? Check(MoveContext now) => null;

    /// <summary>The text code of a sentence that says why the move cannot be made by those who may make it at other times; null where the general one is enough.</summary>
    public virtual string? WhyNot(MoveContext now) => null;

    /// <summary>What happens when the command is carried out.</summary>
    public abstract IReadOnlyList<Fact> Facts(MoveContext now);
}
