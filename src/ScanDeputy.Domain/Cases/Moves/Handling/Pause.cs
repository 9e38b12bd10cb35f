using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>From the agency it asks for a pause; from the government office it grants one.</summary>
public sealed record PauseCommand(string Reason, DateOnly? Until) : CaseCommand(Move.Pause)
{
    public static bool MayNow(MoveContext now) => !now.IsPaused && (now.By.Contains(Party.Government) || now.State.OpenPauseRequest is null);

    public override Refusal? Check(MoveContext now) => Until is { } until ? now.CheckDate("until", until, now.Today.AddDays(1)) : null;

    public override IReadOnlyList<Fact> Facts(MoveContext now) =>
        now.By.Contains(Party.Government) ? [new Paused(Reason, Until)] : [new PauseRequested(Reason, Until)];
}

public sealed record PauseRequested(string Reason, DateOnly? Until) : Fact
{
    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => [News.Work(Audience.Government, "pauseRequested")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state with { OpenPauseRequest = this, PauseAskedAt = at };
}

public sealed record Paused(string Reason, DateOnly? Until) : Fact
{
    /// <summary>The government office's own words, when it granted what was asked for.</summary>
    public string? Note { get; init; }

    public override FactReaders Readers() => FactReaders.Residents;

    public override ClockEffect Clock() => ClockEffect.Stops;

    public override IReadOnlyList<News> Tells(Case after) => [News.Work(Audience.Lead, "paused")];

    public override Case ApplyTo(Case state, DateTimeOffset at) =>
        (state with { OpenPauseRequest = null }).ChangeOpenStage(stage => stage with { Pauses = [.. stage.Pauses, new ClockPause(at, null)] });
}
