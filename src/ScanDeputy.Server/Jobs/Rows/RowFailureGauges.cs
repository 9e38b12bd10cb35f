using Dapper;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Jobs.Rows;

/// <summary>How many rows the sweeps could not handle: those that are tried again, and those that wait for a person.</summary>
public sealed class RowFailureGauges(Database database, IEnumerable<ISweep> sweeps) : IDatabaseGauges
{
    private const string Waiting = "waiting";
    private const string Parked = "parked";

    private static readonly Gauge Rows = new(
        "scandeputy.sweep.failed_rows", "Rows that a sweep could not handle: waiting for another attempt, or parked after the last one.");

    private readonly IReadOnlyList<string> _sweeps = [.. sweeps.Select(sweep => sweep.Name)];

    public IReadOnlyList<Gauge> Gauges { get; } = [Rows];

    public async Task<IReadOnlyList<GaugeValue>> ReadAsync(CancellationToken ct)
    {
        var counts = (await database.ReadAsync(connection => connection.QueryAsync<CountRow>(Count), ct)).ToDictionary(row => row.Sweep, StringComparer.Ordinal);
        return
        [
            .. from sweep in _sweeps
               let count = counts.GetValueOrDefault(sweep) ?? new CountRow()
               from value in new[] { Rows.Of(count.Waiting, ("sweep", sweep), ("status", Waiting)), Rows.Of(count.Parked, ("sweep", sweep), ("status", Parked)) }
               select value,
        ];
    }

    private const string Count = "select sweep, count(next_attempt_at) as waiting, count(parked_at) as parked from sweep_failures group by sweep";

    private sealed record CountRow
    {
        public string Sweep { get; init; } = "";

        public long Waiting { get; init; }

        public long Parked { get; init; }
    }
}
