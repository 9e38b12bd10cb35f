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
        var counts = rows.ToDictionary(row => Enum.Parse<CaseStatus>(row.Status), row => row.Total);
        return [.. Enum.GetValues<CaseStatus>().Select(status => Cases.Of(counts.GetValueOrDefault(status), ("status", NameOf(status))))];
    }

    private static string NameOf(CaseStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private const string Count = "select status, count(*) as total from cases group by status";

    private sealed record Row
    {
        public string Status { get; init; } = "";

        public long Total { get; init; }
    }
}
