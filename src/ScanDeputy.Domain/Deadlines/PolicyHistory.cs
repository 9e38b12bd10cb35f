namespace ScanDeputy.Domain.Deadlines;

/// <summary>All versions of one jurisdiction's policy. A stage keeps the version that was in force when it began.</summary>
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
}
