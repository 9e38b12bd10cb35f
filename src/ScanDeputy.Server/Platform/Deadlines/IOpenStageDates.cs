using ScanDeputy.Domain.Deadlines;

namespace ScanDeputy.Server.Platform.Deadlines;

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

/// <summary>
/// Counts the dates of a jurisdiction's open stages again. The cases' slice does it; those who change what dates are counted with, policies and
/// calendars, ask for it.
/// </summary>
public interface IOpenStageDates
{
    /// <summary>The sweep that counts again what could not be counted.</summary>
    const string Sweep = "calendar";

    /// <summary>What would change. Walks from a place on until so many differences are found.</summary>
    Task<DateDifferences> CompareAsync(string jurisdiction, DateRules rules, string? after, int limit, CancellationToken ct);

    /// <summary>
    /// Writes what has changed, a few cases at a time; after an interruption it is run again and goes on. A case that cannot be counted does not
    /// keep the others from it, and is tried again by <see cref="RetryAsync"/>.
    /// </summary>
    /// <param name="by">The account that asked for it.</param>
    Task<DatesRewritten> RewriteAsync(string jurisdiction, string by, CancellationToken ct);

    /// <summary>Counts once more those cases that could not be counted, each when its next attempt has come.</summary>
    /// <returns>How many have another date now, or failed again.</returns>
    Task<int> RetryAsync(CancellationToken ct);

    /// <summary>When the first of them is tried again; null when there is none.</summary>
    Task<DateTimeOffset?> NextRetryAtAsync(CancellationToken ct);

    /// <summary>Whether a text can be a <see cref="DateDifferences.Next"/>.</summary>
    bool IsPlace(string text);
}
