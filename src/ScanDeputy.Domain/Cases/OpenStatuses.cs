using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Cases;

/// <summary>
/// In which states a stage of a kind is open: a case has an open stage in none but these (<see cref="CaseHistory"/>). In those of the chain it always has one, in
/// those of the verdict until the deputy has given it or it has lapsed: the resident's evaluation goes beside it.
/// </summary>
public static class OpenStatuses
{
    public static IReadOnlyList<CaseStatus> All { get; } = [.. Enum.GetValues<StageKind>().SelectMany(Of).Order()];

    public static IReadOnlyList<CaseStatus> Of(StageKind kind) => kind switch
    {
        StageKind.Triage => [CaseStatus.Received],
        StageKind.Handover => [CaseStatus.Adopted],
        StageKind.Assignment => [CaseStatus.HandedOver],
        StageKind.Handling => [CaseStatus.Assigned, CaseStatus.Handling],
        StageKind.Verdict => [CaseStatus.Replied, CaseStatus.Evaluated],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A stage without a state."),
    };
}
