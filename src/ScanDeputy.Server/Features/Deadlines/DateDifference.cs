using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Server.Features.Deadlines;

/// <summary>An open stage whose date is not what it was once it is counted again.</summary>
/// <param name="Late">Whether it is late today by the date it has.</param>
/// <param name="LateThen">Whether it would be by the new one. Nothing that was late becomes on time unsaid (handbook §4).</param>
public sealed record DateDifference(
    string CaseId, string CaseNumber, StageKind Stage, int Round, DateOnly DueOn, DateOnly NewDueOn, bool Late, bool LateThen);

/// <param name="Next">Where to go on; null at the end.</param>
public sealed record DateDifferences(IReadOnlyList<DateDifference> Items, string? Next);

/// <param name="Changed">Stages that have another date now; their owners and residents were told.</param>
/// <param name="NoLongerLate">Those among them that were late before and are not any more.</param>
public sealed record DatesRewritten(int Changed, int NoLongerLate);
