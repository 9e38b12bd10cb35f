using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>One thing that one person must hear.</summary>
/// <param name="Kind">As the API names it: <c>dueSoon</c>, <c>overdue</c>, <c>escalated</c>, <c>progress</c>, <c>work</c> …</param>
/// <param name="Level">0 to the one who has to act, 1 to 3 to supervisors of that level.</param>
/// <param name="CaseId">Null when it is about no case: then it stays in the inbox, unless it has a <see cref="Subject"/>.</param>
/// <param name="DedupeKey">Says what the notice is about; together with the recipient it can be written once only.</param>
/// <param name="At">The instant at which it became true, which may be before it was noticed.</param>
public sealed record Notice(
    string RecipientId, string Kind, int Level, string? CaseId, string? CaseNumber, StageKind? Stage, string Text, string DedupeKey, DateTimeOffset At)
{
    /// <summary>What a message about no case is headed with outside the program: up to 32 letters, digits and signs.</summary>
    public string? Subject { get; init; }

    /// <summary>Whose administrators see it when it cannot be delivered.</summary>
    public string? Jurisdiction { get; init; }
}
