namespace ScanDeputy.Domain.Cases.Moves;

/// <summary>回头看: the program asks the deputy whether a promise was kept.</summary>
public sealed record LookBackCommand() : CaseCommand(Move.LookBack)
{
    /// <summary>Once for each promise, from the promised date on (handbook §3).</summary>
    public static bool MayNow(MoveContext now) => now.State is { LookedBackAt: null, Reply: { Outcome: Outcome.InProgress, PromisedOn: { } promisedOn } }
        && promisedOn <= now.Today;

    public override IReadOnlyList<Fact> Facts(MoveContext now) => [new LookedBack()];
}

public sealed record LookedBack : Fact
{
    public override ClockEffect Clock() => ClockEffect.None;

    public override IReadOnlyList<News> Tells(Case after) => [News.Work(Audience.Deputy, "lookedBack"), News.Work(Audience.Lead, "promiseDue")];

    public override Case ApplyTo(Case state, DateTimeOffset at) => state with { LookedBackAt = at, LookBackOpen = true };
}
