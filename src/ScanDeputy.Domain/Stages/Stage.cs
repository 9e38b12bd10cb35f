namespace ScanDeputy.Domain.Stages;

/// <summary>The legs of the 2-3-10 chain and the deputy's verdict after it, each with its own owner and limit (handbook §1).</summary>
public enum StageKind
{
    Triage,
    Handover,
    Assignment,
    Handling,

    /// <summary>表态: the deputy says whether the agency's answer is accepted.</summary>
    Verdict,
}

/// <summary>How a stage ended: its owner did the work, the matter went away from under it, or its owner let its time run out.</summary>
public enum StageEnd
{
    Completed,
    Cancelled,
    Lapsed,
}

/// <summary>Who a stage waits for. <see cref="Id"/> is the deputy or the agency; null for the two offices, which are one per jurisdiction.</summary>
public sealed record StageOwner(Role Role, string? Id);

/// <summary>A granted stop of the clock, from one instant to another; still open while <see cref="Until"/> is null.</summary>
public sealed record ClockPause(DateTimeOffset From, DateTimeOffset? Until);

/// <summary>
/// One stage as the ledger tells it: who, from when, to when, what stopped its clock. Dates are not in here; they follow from it
/// with a policy and a calendar (the stage clock).
/// </summary>
/// <param name="Sequence">Counts a case's stages from 1; the key of a stage within its case.</param>
/// <param name="Round">1, then one more for each time the work is done again.</param>
/// <param name="ResumesSequence">The earlier stage whose remaining days this one goes on with (handbook §3, return to office).</param>
public sealed record Stage(
    int Sequence, StageKind Kind, int Round, StageOwner Owner, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, StageEnd? End,
    IReadOnlyList<ClockPause> Pauses, int ExtensionDays, int? ResumesSequence)
{
    /// <summary>When the resident, after the date had passed, urged its owner; null when that has not happened.</summary>
    public DateTimeOffset? UrgedAt { get; init; }

    public bool IsOpen => EndedAt is null;

    public bool IsPaused => IsOpen && Pauses is [.., { Until: null }];
}
