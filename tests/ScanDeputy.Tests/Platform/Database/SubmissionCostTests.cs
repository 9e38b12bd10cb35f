using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database;

/// <summary>
/// What a report costs the database, as the database itself counts it: whoever adds a statement, a trip or a setting for each call finds it
/// here and in docs/performance.md. Without Redis, so the session is read as well.
/// </summary>
public sealed class SubmissionCostTests
{
    private const string StatementsOnMariaDb = """
        select sum(variable_value) from information_schema.global_status
        where variable_name in ('COM_SELECT', 'COM_INSERT', 'COM_INSERT_SELECT', 'COM_UPDATE', 'COM_DELETE', 'COM_BEGIN', 'COM_COMMIT', 'COM_ROLLBACK', 'COM_SET_OPTION', 'COM_SHOW_VARIABLES')
        """;

    // A command is one entry, however many statements it holds. A new connection tells the server once how it isolates.
    private const string TripsOnMariaDb = """
        select count(*) from mysql.general_log where command_type not in ('Connect', 'Quit') and argument not like 'set %'
        """;

    /// <summary>The session; station, deputies and limits; begin (with the key's claim); all rows and the commit.</summary>
    [Theory]
    [InlineData(null, 4, 14)]
    [InlineData("cost-of-one-report", 4, 16)]
    public async Task On_MariaDB_it_is_so_many_trips_and_statements(string? key, int trips, int statements)
    {
        MariaDbServer.SkipWithout();
        await using var database = await MariaDbServer.StartAsync("--log-output=TABLE");
        await database.ExecuteAsync("create database cost");
        await using var server = await TestServer.StartAsync(TestServer.UsualStart, null, "--Database:ConnectionString", database.ConnectionString("cost"));
        using var resident = await server.AsAsync("resident-1");
        var report = await ReportAsync(resident);
        // The first one takes a block of numbers and builds the calendar.
        await SendAsync(resident, report, null);

        var (before, asking) = (await AskAsync(database, StatementsOnMariaDb), await AskAsync(database, StatementsOnMariaDb));
        await SendAsync(resident, report, key);
        Assert.Equal(statements, await AskAsync(database, StatementsOnMariaDb) - asking - (asking - before));

        await database.ExecuteAsync("set global general_log = 1");
        await SendAsync(resident, report, key is null ? null : key + "-again");
        await database.ExecuteAsync("set global general_log = 0");
        Assert.Equal(trips, await AskAsync(database, TripsOnMariaDb));
    }

    /// <summary>The work's savepoint, its rows (and the key's claim and answer), the savepoint's end; begin and commit are shared by those that wait together.</summary>
    [Theory]
    [InlineData(null, 10)]
    [InlineData("cost-of-one-report", 12)]
    public async Task On_SQLite_the_writer_runs_so_many_statements_and_prepares_none(string? key, int statements)
    {
        Assert.SkipWhen(TestDatabases.OnMariaDb, "This is about the SQLite writer.");
        await using var server = await TestServer.StartAsync();
        using var resident = await server.AsAsync("resident-1");
        var report = await ReportAsync(resident);
        var watch = await SqliteWatch.OfWriterAsync(server.Services.GetRequiredService<ScanDeputy.Server.Platform.Database.Database>());
        await SendAsync(resident, report, null);
        await SendAsync(resident, report, "makes them ready, too".Replace(' ', '-'));

        watch.Clear();
        await SendAsync(resident, report, key);
        var ran = watch.Ran.Where(statement => !statement.StartsWith("BEGIN", StringComparison.Ordinal) && !statement.StartsWith("COMMIT", StringComparison.Ordinal)).ToList();
        Assert.True(ran.Count == statements, string.Join('\n', ran));
        Assert.Equal(0, watch.Prepared);
    }

    private static async Task<object> ReportAsync(ApiClient resident)
    {
        var code = await resident.FirstStationCodeAsync();
        var station = await resident.GetAsync($"/api/v1/station-codes/{code}");
        return new
        {
            stationCode = code,
            categoryId = (string)station["categories"][0]!["id"]!,
            text = ApiClient.LongEnough,
            contact = new { name = "张三", phone = "13912345678", shareWithAgency = false },
            @public = true,
        };
    }

    private static async Task SendAsync(ApiClient resident, object report, string? key) =>
        (await resident.PostAsync("/api/v1/cases", report, key)).Expect(HttpStatusCode.Created);

    private static async Task<int> AskAsync(MariaDbServer database, string sql) =>
        int.Parse((await database.AskAsync("cost", sql)).Split('\n')[1], CultureInfo.InvariantCulture);
}
