namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The answer to a supervision order, by whoever the case is with.</summary>
public sealed record SupervisionAnswerCommand(string Text) : CaseCommand(Move.SupervisionAnswer)
{
    public static bool MayNow(MoveContext now) => now.State.OpenSupervision is not null;

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new SupervisionAnswered(Text)];
}

public sealed record SupervisionAnswered(string Text) : Fact
{
    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => [News.Supervision(Audience.Supervisors, "supervisionAnswered")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state with { OpenSupervision = null };
}
