using ScanDeputy.Domain.Stages;

namespace ScanDeputy.Domain.Deadlines;

/// <summary>
/// All versions of one jurisdiction's policy. A stage keeps the version that was in force when it began, unless a later one was
/// applied to it while it was open.
/// </summary>
public sealed class PolicyHistory
{
    private readonly DeadlinePolicy[] _versions;

    /// <exception cref="ArgumentException">No version at all.</exception>
    public PolicyHistory(IEnumerable<DeadlinePolicy> versions)
    {
        _versions = [.. versions.OrderBy(policy => policy.ValidFrom)];
        if (_versions.Length == 0)
            throw new ArgumentException("A jurisdiction needs at least one policy.", nameof(versions));
    }

    public static PolicyHistory Default { get; } = new([new DeadlinePolicy { Version = "2310-1" }]);

    /// <summary>The version in force at an instant; before the first one's start, the first one.</summary>
    public DeadlinePolicy At(DateTimeOffset instant) =>
        Array.FindLast(_versions, policy => policy.ValidFrom <= instant) ?? _versions[0];

    /// <summary>The version that a stage follows.</summary>
    public DeadlinePolicy Of(Stage stage) => Of(stage.StartedAt, stage.EndedAt);

    /// <summary>The same by the stage's two instants; no end while it is open.</summary>
    public DeadlinePolicy Of(DateTimeOffset startedAt, DateTimeOffset? endedAt) =>
        Array.FindLast(_versions, policy => policy.ValidFrom <= startedAt || ReachesBack(policy, startedAt, endedAt)) ?? _versions[0];

    private static bool ReachesBack(DeadlinePolicy policy, DateTimeOffset startedAt, DateTimeOffset? endedAt) =>
        policy.AppliedToOpenAt is { } at && startedAt <= at && (endedAt is not { } end || end > at);
}
