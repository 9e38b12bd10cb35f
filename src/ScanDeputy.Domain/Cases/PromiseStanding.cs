namespace ScanDeputy.Domain.Cases;

/// <summary>What became of the promised date of a reply that was not finished (回头看, handbook §3).</summary>
public enum PromiseStanding
{
    /// <summary>The date is still to come.</summary>
    Running,

    /// <summary>The date has come, and the deputy has not yet said whether the promise was kept.</summary>
    Checking,

    Kept,

    /// <summary>The deputy said that it was not kept; the agency has the case again.</summary>
    NotKept,
}

public static class Promises
{
    /// <returns>Null when the last reply promises nothing.</returns>
    public static PromiseStanding? StandingOf(Case state, DateOnly today) => state switch
    {
        { Reply: not { Outcome: Outcome.InProgress, PromisedOn: not null } } => null,
        { LookBackOpen: true } => PromiseStanding.Checking,
        { LookedBackAt: null } => today < state.Reply.PromisedOn ? PromiseStanding.Running : PromiseStanding.Checking,
        // Accepted before the date or on it; sent back, the case opens a round, which takes that away.
        { ReplyAccepted: true } => PromiseStanding.Kept,
        _ => PromiseStanding.NotKept,
    };
}
