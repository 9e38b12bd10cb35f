namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>The government office grants the pause as it was asked for, or refuses it; the clock has run meanwhile.</summary>
public sealed record PauseDecisionCommand(bool Granted, string? Note) : CaseCommand(Move.PauseDecision)
{
    public static bool MayNow(MoveContext now) => now.State.OpenPauseRequest is not null && !now.IsPaused;

    public override IReadOnlyList<Fact> Facts(MoveContext now)
    {
        var asked = now.State.OpenPauseRequest!;
        // The day may have come before the decision.
        return [Granted ? new Paused(asked.Reason, asked.Until > now.Today ? asked.Until : null) { Note = Note } : new PauseRefused(Note)];
    }
}

public sealed record PauseRefused(string? Note) : Fact
{
    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => [News.Work(Audience.Lead, "pauseRefused")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state with { OpenPauseRequest = null };
}
