using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>One thing that one person must hear.</summary>
/// <param name="DedupeKey">Says what the notice is about; together with the recipient it can be written once only.</param>
/// <param name="At">The instant at which it became true, which may be before it was noticed.</param>
public sealed record Notice(Recipient To, NoticeKind Kind, string Text, string DedupeKey, DateTimeOffset At)
{
    /// <summary>Whose administrators see it when it cannot be delivered; null when it is of no jurisdiction.</summary>
    public required string? Jurisdiction { get; init; }

    /// <summary>0 to the one who has to act, 1 to 3 to supervisors of that level.</summary>
    public int Level { get; init; }

    /// <summary>Null when it is about no case: then it stays in the inbox, unless it has a <see cref="Subject"/>.</summary>
    public NoticeCase? Case { get; init; }

    /// <summary>What a message about no case is headed with outside the program: up to 32 letters, digits and signs.</summary>
    public string? Subject { get; init; }
}

/// <summary>The case that a notice is about.</summary>
/// <param name="Stage">The one that is open; null when none is.</param>
public sealed record NoticeCase(string Id, string Number, StageKind? Stage);
