using System.Diagnostics.Metrics;
using Dapper;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Jobs.Rows;

/// <summary>
/// The rows that sweeps could not handle, in the table <c>sweep_failures</c>: tried again after each of <see cref="Waits"/>, then parked until an
/// administrator has looked (docs/decisions/0018). A failure is recorded in a transaction of its own, since the row's was rolled back.
/// </summary>
public sealed partial class RowFailures(Database database, IMeterFactory meters, TimeProvider clock, ILogger<RowFailures> logger)
{
    /// <summary>How long a row is left alone after its first failure, its second …; after one more it is parked.</summary>
    public static IReadOnlyList<TimeSpan> Waits { get; } =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(12)];

    private readonly Counter<long> _failures = meters.Create(Meters.Name).CreateCounter<long>(
        "scandeputy.sweep.row_failures", description: "Rows that a sweep could not handle, each time it tried: again (tried later), parked (after the last try).");

    internal Database Database => database;

    internal DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Reads what failed before: at the beginning of a sweep's turn.</summary>
    public async Task<SweepTurn> BeginAsync(RowSource source, CancellationToken ct)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<RowFailure>(SelectKnown, new { source.Sweep }), ct);
        return new SweepTurn(this, source, rows.Where(row => row.RowKey.StartsWith(source.Prefix, StringComparison.Ordinal)));
    }

    /// <param name="source">Whose row it is.</param>
    /// <param name="key">Stored form.</param>
    /// <param name="before">What was known of it; null when it had not failed before.</param>
    /// <param name="exception">What happened.</param>
    /// <param name="ct">Stops it.</param>
    internal async Task<RowFailure> RecordAsync(RowSource source, string key, RowFailure? before, Exception exception, CancellationToken ct)
    {
        var now = Now;
        var attempts = (before?.Attempts ?? 0) + 1;
        var next = attempts <= Waits.Count ? now + Waits[attempts - 1] : (DateTimeOffset?)null;
        var failure = new RowFailure { RowKey = key, Attempts = attempts, NextAttemptAt = next };
        var recorded = await database.WriteAsync(scope => WriteAsync(scope, source, failure, before, RowFault.Describe(exception, scope.Dialect), now), ct);
        // Otherwise another worker met the same row at the same time, and has written it down.
        if (recorded == 1)
            Tell(source.Sweep, failure, exception);
        return failure;
    }

    internal Task<int> ForgetAsync(RowSource source, IReadOnlyCollection<RowFailure> failures, CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            var forgotten = 0;
            foreach (var failure in failures)
                forgotten += await scope.ExecuteAsync(Forget, new { source.Sweep, failure.RowKey, failure.Attempts });
            return forgotten;
        },
        ct);

    private async Task<int> WriteAsync(WriteScope scope, RowSource source, RowFailure failure, RowFailure? before, string error, DateTimeOffset now)
    {
        var origin = await source.OriginOf(scope, failure.RowKey[source.Prefix.Length..]);
        var values = new
        {
            Id = Ids.New(clock),
            source.Sweep,
            failure.RowKey,
            origin.Jurisdiction,
            origin.CaseId,
            failure.Attempts,
            Seen = before?.Attempts,
            error,
            now,
            failure.NextAttemptAt,
            ParkedAt = failure.NextAttemptAt is null ? now : (DateTimeOffset?)null,
        };
        return await scope.ExecuteAsync(before is null ? scope.Dialect.InsertOrIgnore + Insert : Update, values);
    }

    private void Tell(string sweep, RowFailure failure, Exception exception)
    {
        var parked = failure.NextAttemptAt is null;
        _failures.Add(1, KeyValuePair.Create("sweep", (object?)sweep), KeyValuePair.Create("result", (object?)(parked ? "parked" : "again")));
        if (parked)
            Log.Parked(logger, exception, sweep, failure.RowKey, failure.Attempts);
        else
            Log.Failed(logger, exception, sweep, failure.RowKey, failure.Attempts, failure.NextAttemptAt!.Value);
    }

    private const string SelectKnown = "select row_key, attempts, next_attempt_at from sweep_failures where sweep = @Sweep";

    private const string Insert = """
         sweep_failures (id, sweep, row_key, jurisdiction, case_id, attempts, error, first_failed_at, last_failed_at, next_attempt_at, parked_at)
        values (@Id, @Sweep, @RowKey, @Jurisdiction, @CaseId, @Attempts, @error, @now, @now, @NextAttemptAt, @ParkedAt)
        """;

    private const string Update = """
        update sweep_failures set attempts = @Attempts, error = @error, last_failed_at = @now, next_attempt_at = @NextAttemptAt, parked_at = @ParkedAt
        where sweep = @Sweep and row_key = @RowKey and attempts = @Seen
        """;

    private const string Forget = "delete from sweep_failures where sweep = @Sweep and row_key = @RowKey and attempts = @Attempts";

    private static partial class Log
    {
        [LoggerMessage(60, LogLevel.Warning, "Sweep {Sweep} could not handle row {Key} (attempt {Attempt}); it goes on with the others and tries this one again at {Next:O}.")]
        public static partial void Failed(ILogger logger, Exception exception, string sweep, string key, int attempt, DateTimeOffset next);

        [LoggerMessage(61, LogLevel.Warning, "Sweep {Sweep} could not handle row {Key} at its last attempt ({Attempt}); it is parked (docs/operations/alarms.md).")]
        public static partial void Parked(ILogger logger, Exception exception, string sweep, string key, int attempt);
    }
}

/// <summary>A row that failed.</summary>
public sealed record RowFailure
{
    /// <summary>As stored.</summary>
    public string RowKey { get; init; } = "";

    public int Attempts { get; init; }

    /// <summary>Null when it is parked.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}
