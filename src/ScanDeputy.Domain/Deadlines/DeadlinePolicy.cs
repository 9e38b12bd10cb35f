using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Deadlines;

/// <summary>
/// The limits of one jurisdiction, in force for stages begun at or after <see cref="ValidFrom"/> (handbook §1: "2310" is the default
/// policy, not a constant in code). All limits are working days unless the name says otherwise.
/// </summary>
public sealed record DeadlinePolicy
{
    /// <summary>Names the version, e.g. <c>2310-1</c>; kept with each stage so that a date can be explained later.</summary>
    public required string Version { get; init; }

    public DateTimeOffset ValidFrom { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>When an administrator had the stages that were open at that instant follow this version as well; null when never.</summary>
    public DateTimeOffset? AppliedToOpenAt { get; init; }

    /// <summary>Assumption: the law sets no limit for it.</summary>
    public int TriageLimit { get; init; } = 2;

    public int HandoverLimit { get; init; } = 2;

    public int AssignmentLimit { get; init; } = 3;

    public int HandlingLimit { get; init; } = 10;

    /// <summary>Assumption: what a deputy is given to accept or reject an agency's answer.</summary>
    public int VerdictLimit { get; init; } = 5;

    /// <summary>The agency may send a case back before signing, or within this many working days of being named.</summary>
    public int ReturnWindow { get; init; } = 2;

    /// <summary>From this return on, each goes to a supervisor as well: nobody wants the case.</summary>
    public int SupervisedReturn { get; init; } = 3;

    /// <summary>An extension is granted once, for this many working days at the most.</summary>
    public int LongestExtension { get; init; } = 10;

    /// <summary>A co-agency's opinion is due this many working days before the lead's date.</summary>
    public int CoOpinionBefore { get; init; } = 3;

    /// <summary>Calendar days the resident has for the evaluation, counted from the day after the answer.</summary>
    public int EvaluationDays { get; init; } = 15;

    /// <summary>Working days before the due date on which the owner is reminded.</summary>
    public int DueSoonBefore { get; init; } = 1;

    /// <summary>Local time of the reminder.</summary>
    public TimeOnly DueSoonTime { get; init; } = new(9, 0);

    /// <summary>Who hears of a late stage, and how many working days after its due date; level 1 hears at once (0).</summary>
    public IReadOnlyList<EscalationStep> Ladder { get; init; } = [new(1, 0), new(2, 2), new(3, 5)];

    /// <summary>Messages outside the program go out between these local times on working days only.</summary>
    public TimeOnly QuietUntil { get; init; } = new(8, 0);

    public TimeOnly QuietFrom { get; init; } = new(20, 0);

    /// <summary>Categories with limits of their own; all others have the limits above.</summary>
    public IReadOnlyList<CategoryLimits> Categories { get; init; } = [];

    /// <summary>What a stage of a case of this category is given.</summary>
    public int LimitOf(StageKind kind, string categoryId) => OwnLimitOf(kind, categoryId) ?? LimitOf(kind);

    /// <summary>Null where the category has no limit of its own for such a stage.</summary>
    public int? OwnLimitOf(StageKind kind, string categoryId) => Categories.FirstOrDefault(own => own.CategoryId == categoryId)?.LimitOf(kind);

    /// <summary>What stages are given where the category has no limit of its own.</summary>
    public int LimitOf(StageKind kind) => kind switch
    {
        StageKind.Triage => TriageLimit,
        StageKind.Handover => HandoverLimit,
        StageKind.Assignment => AssignmentLimit,
        StageKind.Handling => HandlingLimit,
        StageKind.Verdict => VerdictLimit,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown stage."),
    };
}

/// <summary>One rung: supervisors of <see cref="Level"/> hear <see cref="WorkingDaysLate"/> working days after the due date.</summary>
public sealed record EscalationStep(int Level, int WorkingDaysLate);
