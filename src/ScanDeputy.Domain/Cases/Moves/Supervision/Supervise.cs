namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>督办单: a supervisor's order to whoever has the case.</summary>
public sealed record SuperviseCommand(int Level, string Text, DateOnly AnswerBy) : CaseCommand(Move.Supervise)
{
    public static bool MayNow(MoveContext now) => now.State.OpenSupervision is null;

    public override Refusal? Check(MoveContext now)
    {
        if (now.CheckDate("answerBy", AnswerBy, now.Today) is { } refusal)
            return refusal;

        return Level is < 1 or > 3 ? Refusal.OfField("level", CaseRefusals.LevelOutOfRange) : null;
    }

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Supervised(Level, Text, AnswerBy)];
}

public sealed record Supervised(int Level, string Text, DateOnly AnswerBy) : Fact
{
    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => [News.Supervision(Audience.Answering, "supervisionOrdered")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state with { OpenSupervision = this, OrderedAt = at, SupervisionRequired = false };
}
