using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Benchmarks;
using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database.Plans;

/// <summary>A county after ten years on a MariaDB of its own, which writes down each statement; one for all tests that look at plans.</summary>
public sealed class GrownMariaDb : IAsyncLifetime
{
    public const int Cases = 36_000;
    private const string Name = "plans";

    private MySqlDriver? _driver;
    private DbConnection? _connection;

    public MariaDbServer Server { get; private set; } = null!;

    public TestServer Program { get; private set; } = null!;

    internal Server.Platform.Database.Database Database => Program.Services.GetRequiredService<Server.Platform.Database.Database>();

    public async ValueTask InitializeAsync()
    {
        if (!MariaDbServer.IsInstalled)
            return;

        try
        {
            await GrowAsync();
        }
        catch
        {
            // Nobody disposes what did not begin, and a server that runs on would keep the test run from ending.
            await DisposeAsync();
            throw;
        }
    }

    private async Task GrowAsync()
    {
        Server = await MariaDbServer.StartAsync("--log-output=TABLE");
        await Server.ExecuteAsync($"create database {Name}");
        _driver = new MySqlDriver(Server.ConnectionString(Name));
        Program = await TestServer.StartAsync(TestServer.UsualStart, null, "--Database:ConnectionString", Server.ConnectionString(Name));
        _connection = await _driver.OpenAsync(CancellationToken.None);
        await GrownCounty.GrowAsync(Database, Cases);
    }

    public async ValueTask DisposeAsync()
    {
        if (Program is not null)
            await Program.DisposeAsync();
        if (_connection is not null)
            await _connection.DisposeAsync();
        _driver?.Dispose();
        if (Server is not null)
            await Server.DisposeAsync();
    }

    /// <summary>The statements that the program sends while this runs.</summary>
    /// <param name="verbs">What they begin with.</param>
    internal async Task<IReadOnlyList<string>> QueriesOfAsync(Func<Task> work, string verbs = "select")
    {
        await Server.ExecuteAsync("set global general_log = 0; truncate mysql.general_log; set global general_log = 1");
        await work();
        await Server.ExecuteAsync("set global general_log = 0");
        var statements = await _connection!.QueryAsync<string>("select distinct convert(argument using utf8mb4) from mysql.general_log where command_type = 'Query'");
        return [.. statements.Select(statement => statement.Trim()).Where(statement => Regex.IsMatch(statement, $@"^(?:{verbs})\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(20)))];
    }

    /// <summary>Runs it once more, counted by the server.</summary>
    internal async Task<AnalyzedQuery> AnalyzeAsync(string query) => new((await TextsAsync($"analyze format=json {query}"))[0]);

    internal async Task<int> CountAsync(string query) => (await TextsAsync(query)).Count;

    /// <summary>With <see cref="DueWork"/> due for all that is looked at meanwhile, and not afterwards.</summary>
    internal async Task WithMuchDueAsync(Func<Task> look)
    {
        foreach (var statement in DueWork.Statements.Prepend("start transaction"))
            await _connection!.ExecuteAsync(statement, commandTimeout: 300);
        try
        {
            await look();
        }
        finally
        {
            await _connection!.ExecuteAsync("rollback", commandTimeout: 300);
        }
    }

    private async Task<List<string>> TextsAsync(string sql)
    {
        await using var command = _connection!.CreateCommand();
#pragma warning disable CA2100 // The program's own statement, as it sent it.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
            texts.Add(reader.GetValue(0).ToString()!);
        return texts;
    }

    /// <param name="Type">How rows are found; ALL and index read everything.</param>
    internal sealed record PlanStep(string Type, string Table, string? Key, long? Rows);

    // What was sent together is told together; only the first is asked about, and none of the others may be carried out again.
    internal async Task<IReadOnlyList<PlanStep>> ExplainAsync(string sent) =>
        [.. from IDictionary<string, object?> row in await _connection!.QueryAsync($"explain {sent.Split(';')[0]}") select new PlanStep($"{row["type"]}", $"{row["table"]}", (string?)row["key"], row["rows"] is { } rows ? Convert.ToInt64(rows, System.Globalization.CultureInfo.InvariantCulture) : null)];
}
