using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Jobs.Rows;

/// <summary>A row whose time has come or will come, by its key alone: what else is needed of it is read when it is handled.</summary>
public sealed record DueRow
{
    public string Id { get; init; } = "";

    /// <summary>Where the key has two columns.</summary>
    public int? Part { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>For rows that are due the day after a date.</summary>
    public DateOnly? LastDay { get; init; }

    public string Key => Part is { } part ? FormattableString.Invariant($"{Id}/{part}") : Id;

    internal DateTimeOffset Instant => DueAt ?? ChinaTime.StartOf(LastDay!.Value.AddDays(1));
}

/// <param name="Jurisdiction">Whose administrators see the row when it fails; null: every jurisdiction's.</param>
/// <param name="CaseId">The case that it belongs to, if any.</param>
public sealed record RowOrigin(string? Jurisdiction, string? CaseId)
{
    public static RowOrigin Everywhere { get; } = new(null, null);
}

/// <summary>The rows that a sweep handles.</summary>
/// <param name="Sweep">Its name.</param>
/// <param name="OriginOf">Asked with the key of a row that has failed.</param>
public sealed record RowSource(string Sweep, Func<WriteScope, string, Task<RowOrigin>> OriginOf)
{
    /// <summary>Tells rows of one sweep that stand in different tables apart; part of what the key is stored as.</summary>
    public string Prefix { get; init; } = "";
}

/// <summary>How a sweep finds its rows.</summary>
/// <param name="Source">What they are.</param>
/// <param name="Select">
/// Selects <c>id</c>, <c>part</c> where there is one, and <c>due_at</c> or <c>last_day</c> of the rows that are due at <c>@Now</c> (on
/// <c>@Today</c>, China time), the longest due first, <c>@Limit</c> of them.
/// </param>
public sealed record DueQuery(RowSource Source, string Select)
{
    /// <summary>Rows in one transaction; on SQLite everybody else who writes waits for its end.</summary>
    public int AtOnce { get; init; } = 100;

    /// <summary>How long after the instant in its column a row is due.</summary>
    public TimeSpan After { get; init; }
}
