using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Deadlines;

/// <summary>Limits of one category where they differ from the policy's own, in working days: flood control is faster, rebuilding a road slower.</summary>
public sealed record CategoryLimits(string CategoryId)
{
    public int? TriageLimit { get; init; }

    public int? HandoverLimit { get; init; }

    public int? AssignmentLimit { get; init; }

    public int? HandlingLimit { get; init; }

    public int? VerdictLimit { get; init; }

    /// <summary>Null where the policy's own limit holds.</summary>
    public int? LimitOf(StageKind kind) => kind switch
    {
        StageKind.Triage => TriageLimit,
        StageKind.Handover => HandoverLimit,
        StageKind.Assignment => AssignmentLimit,
        StageKind.Handling => HandlingLimit,
        StageKind.Verdict => VerdictLimit,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown stage."),
    };
}
