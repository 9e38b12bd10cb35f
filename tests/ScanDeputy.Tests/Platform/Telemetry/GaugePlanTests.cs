using System.Reflection;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Deadlines;
using ScanDeputy.Server.Features.Notices.Outbox;
using ScanDeputy.Tests.Harness;
using Xunit;
using Db = ScanDeputy.Server.Platform.Database.Database;

namespace ScanDeputy.Tests.Platform.Telemetry;

/// <summary>How SQLite reads the gauges; how MariaDB does is in QueryPlanTests.</summary>
public sealed class GaugePlanTests
{
    [Theory]
    [InlineData(typeof(CaseGauges), "Count", "COVERING INDEX cases_jurisdiction_status")]
    [InlineData(typeof(DeadlineGauges), "Count", "COVERING INDEX stages_open (ended_at=?)")]
    [InlineData(typeof(OutboxGauges), "Count", "COVERING INDEX outbox_due (status=?)")]
    [InlineData(typeof(OutboxGauges), "SelectOldest", "INDEX outbox_due (status=?)")]
    public async Task Each_gauge_walks_along_an_index(Type gauges, string name, string index)
    {
        await using var server = await TestServer.StartAsync();
        var sql = (string)gauges.GetField(name, BindingFlags.NonPublic | BindingFlags.Static)!.GetRawConstantValue()!;
        var plan = await server.Services.GetRequiredService<Db>().ReadAsync(
            async connection => string.Join('\n', (await connection.QueryAsync($"explain query plan {sql}", new { Statuses = (string[])["waiting", "parked"], now = 0 })).Select(row => (string)row.detail)),
            CancellationToken.None);
        Assert.Contains(index, plan, StringComparison.Ordinal);
    }
}
