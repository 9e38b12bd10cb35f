using System.Globalization;
using Dapper;
using ScanDeputy.Server.Platform.Database.MySql;

namespace ScanDeputy.Benchmarks;

/// <summary>
/// What the database takes without the program: the rows of one real report, read from the database and written again and again
/// under new keys, each report in one transaction, over as many connections as there were HTTP connections.
/// Prints reports a second.
/// </summary>
internal static class BareDriver
{
    private const string NumberPrefix = "BARE-";

    private static readonly (string Table, string Filter)[] Parts =
    [
        ("cases", "id = @id"), ("case_events", "case_id = @id"), ("stages", "case_id = @id"), ("content_checks", "case_id = @id"),
        ("alerts", "case_id = @id"), ("outbox", "dedupe_key like concat('case/', @id, '/%')"),
    ];

    public static async Task RunAsync(string connectionString, int connections, TimeSpan length, TimeProvider clock)
    {
        using var driver = new MySqlDriver(connectionString);
        var rows = await ReadReportAsync(driver);
        Console.WriteLine($"a report is {string.Join(", ", rows.GroupBy(row => row.Table).Select(group => $"{group.Count()} of {group.Key}"))}");
        var started = clock.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(worker => Task.Run(() => WriteAsync(driver, rows, worker, length, clock))));
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bare driver: {counts.Sum() / seconds:F0} reports/s"));
    }

    private sealed record Row(string Table, string Insert, IReadOnlyDictionary<string, object?> Values);

    private static async Task<List<Row>> ReadReportAsync(MySqlDriver driver)
    {
        await using var connection = await driver.OpenAsync(CancellationToken.None);
        var id = await connection.ExecuteScalarAsync<string>($"select max(id) from cases where number not like '{NumberPrefix}%'");
        var rows = new List<Row>();
        foreach (var (table, filter) in Parts)
        {
            foreach (IDictionary<string, object?> row in await connection.QueryAsync($"select * from {table} where {filter}", new { id }))
                rows.Add(new Row(table, $"insert into {table} ({string.Join(", ", row.Keys)}) values (@{string.Join(", @", row.Keys)})", new Dictionary<string, object?>(row, StringComparer.Ordinal)));
        }

        return rows;
    }

    private static async Task<int> WriteAsync(MySqlDriver driver, List<Row> rows, int worker, TimeSpan length, TimeProvider clock)
    {
        var started = clock.GetTimestamp();
        var count = 0;
        for (; clock.GetElapsedTime(started) < length; count++)
        {
            var newId = $"{Guid.CreateVersion7(clock.GetUtcNow()):N}";
            await using var connection = await driver.OpenAsync(CancellationToken.None);
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted);
            foreach (var row in rows)
                await connection.ExecuteAsync(row.Insert, Renamed(row, newId, worker, count), transaction);
            await transaction.CommitAsync();
        }

        return count;
    }

    /// <summary>The same row under new unique keys.</summary>
    private static DynamicParameters Renamed(Row row, string newId, int worker, int count)
    {
        var parameters = new DynamicParameters();
        foreach (var (name, value) in row.Values)
        {
            parameters.Add(name, name switch
            {
                "id" when row.Table == "cases" => newId,
                "case_id" => newId,
                "id" => row.Table[..2] + newId[2..],
                "number" => string.Create(CultureInfo.InvariantCulture, $"{NumberPrefix}{worker}-{count}-{newId[^8..]}"),
                "dedupe_key" => $"b/{row.Table}/{newId}",
                _ => value,
            });
        }

        return parameters;
    }
}
