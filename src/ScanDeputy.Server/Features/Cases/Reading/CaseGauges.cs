using System.Text.Json;
using Dapper;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>How many cases there are in each state; one walk along the index of states.</summary>
public sealed class CaseGauges(Database database) : IDatabaseGauges
{
    private static readonly Gauge Cases = new("scandeputy.cases", "Cases by state.");

    public IReadOnlyList<Gauge> Gauges { get; } = [Cases];

    public async Task<IReadOnlyList<GaugeValue>> ReadAsync(CancellationToken ct)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<Row>(Count), ct);
        var counts = rows.GroupBy(row => row.Status, row => row.Total, StringComparer.Ordinal).ToDictionary(totals => Enum.Parse<CaseStatus>(totals.Key), totals => totals.Sum());
        return [.. Enum.GetValues<CaseStatus>().Select(status => Cases.Of(counts.GetValueOrDefault(status), ("status", NameOf(status))))];
    }

    private static string NameOf(CaseStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private const string Count = "select jurisdiction, status, count(*) as total from cases group by jurisdiction, status";

    private sealed record Row
    {
        public string Status { get; init; } = "";

        public long Total { get; init; }
    }
}
