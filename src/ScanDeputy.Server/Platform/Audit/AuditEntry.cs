namespace ScanDeputy.Server.Platform.Audit;

/// <summary>One thing that somebody did and that an auditor may ask about. Holds ids and values of the office's own data, nothing personal in plain text.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Chain">Whose trail it belongs to, the jurisdiction; null: the jurisdiction of the account <see cref="ObjectId"/>, looked up when it is written.</param>
/// <param name="By">The account that did it, or the name of a command or sweep.</param>
public sealed record AuditEntry(string Kind, string? Chain, string By)
{
    /// <summary>What kind of thing was touched.</summary>
    public string Object { get; init; } = "";

    public string ObjectId { get; init; } = "";

    /// <summary>The account whose data were seen or changed; empty where it is about nobody.</summary>
    public string Person { get; init; } = "";

    public IReadOnlyList<AuditDetail> Details { get; init; } = [];
}

/// <param name="Old">Null for what was not there before.</param>
/// <param name="New">Null for what is gone.</param>
public sealed record AuditDetail(string Name, object? Old, object? New);
