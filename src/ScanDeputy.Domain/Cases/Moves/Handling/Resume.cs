namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The clock of a paused handling runs on.</summary>
public sealed record ResumeCommand() : CaseCommand(Move.Resume)
{
    public static bool MayNow(MoveContext now) => now.IsPaused;

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new Resumed()];
}

public sealed record Resumed : Fact
{
    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Resumes;

    public override IReadOnlyList<News> Tells(Case after) => [News.Work(Audience.Lead, "resumed")];

    public override Case ApplyTo(Case state, DateTimeOffset at) =>
        state.ChangeOpenStage(stage => stage with { Pauses = [.. stage.Pauses.SkipLast(1), stage.Pauses[^1] with { Until = at }] });
}
