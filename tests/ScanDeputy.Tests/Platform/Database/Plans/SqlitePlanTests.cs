using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database.Plans;

/// <summary>
/// SQLite does not count the rows of each table; it counts the instructions of its machine. Looking at one entry of an index takes eight to ten of them,
/// finding a row by its id and showing it with its names eighty to a hundred and forty; each list that a page is merged from adds some twenty.
/// </summary>
public sealed partial class SqlitePlanTests(GrownSqlite grown) : IClassFixture<GrownSqlite>
{
    private const int StepsOfARow = 180;
    private const int StepsOfAnEntry = 10;
    private const int StepsToBegin = 300;

    [Fact]
    public async Task Each_list_looks_at_three_rows_for_each_that_it_shows()
    {
        Skip();
        var faults = new List<string>();
        var counted = 0;
        foreach (var calls in (await ListCall.AllAsync(grown.Traced)).GroupBy(call => call.Persona))
        {
            using var client = await grown.AsAsync(calls.Key);
            foreach (var call in calls)
            {
                grown.Traced.TakeStatements();
                await call.ReadAsync(client);
                foreach (var query in grown.Traced.TakeStatements().Where(statement => ListQuery().IsMatch(statement)))
                {
                    counted++;
                    var entries = call.IsNarrowTwice ? Examined.AllowedOfTheSmallerList : Examined.Allowed(0);
                    if (Fault(CountedQuery.Run(grown.Connection, query), entries) is { } fault)
                        faults.Add($"{call.Persona} {call.Path}: {fault}\n{query}");
                }
            }
        }

        Assert.InRange(counted, 1_000, 3_000);
        Assert.True(faults.Count == 0, $"{faults.Count} of {counted}:\n{string.Join("\n\n", faults.Take(20))}");
    }

    [Fact]
    public async Task Each_sweep_s_turn_looks_at_three_rows_for_each_that_it_takes()
    {
        Skip();
        grown.Traced.TakeStatements();
        foreach (var sweep in grown.Services.GetServices<ISweep>().Where(sweep => !Examined.Inspections.Contains(sweep.Name)))
        {
            await sweep.RunAsync(CancellationToken.None);
            await sweep.NextDueAtAsync(CancellationToken.None);
        }

        var queries = grown.Traced.TakeStatements().Where(statement => DueQuery().IsMatch(statement)).Distinct(StringComparer.Ordinal).ToList();
        foreach (var statement in DueWork.Statements.Prepend("begin transaction"))
            await grown.Connection.ExecuteAsync(statement);
        var faults = queries.Select(query => (Query: query, Fault: Fault(CountedQuery.Run(grown.Connection, query), Examined.Allowed(0))))
            .Where(one => one.Fault is not null).Select(one => $"{one.Fault}\n{one.Query}").ToList();
        await grown.Connection.ExecuteAsync("rollback transaction");

        Assert.InRange(queries.Count, 8, 400);
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    private static string? Fault(CountedQuery query, int entries)
    {
        var allowed = StepsToBegin + (StepsOfARow * query.Returned) + (StepsOfAnEntry * entries);
        return query.Steps > allowed || query.Scanned > Examined.Allowed(query.Returned) || query.Indexed > 0
            ? $"{query.Returned} rows for {query.Steps} steps ({allowed} allowed), {query.Scanned} read from the beginning, {query.Indexed} put into an index of the query's own"
            : null;
    }

    private static void Skip() => Assert.SkipWhen(TestDatabases.OnMariaDb, "Looks at SQLite; the run on SQLite has it.");

    [GeneratedRegex(@"^\s*select k\.id, k\.number, k\.status", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex ListQuery();

    [GeneratedRegex(@"^\s*select\b.*\blimit\b", RegexOptions.CultureInvariant | RegexOptions.Singleline, 20_000)]
    private static partial Regex DueQuery();
}
