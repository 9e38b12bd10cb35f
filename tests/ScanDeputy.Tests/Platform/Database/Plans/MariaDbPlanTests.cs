using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database.Plans;

/// <summary>What MariaDB reads for each list and each sweep, with statistics of a county after ten years.</summary>
[Collection(GrownMariaDbCollection.Name)]
public sealed partial class MariaDbPlanTests(GrownMariaDb grown)
{
    [Fact]
    public async Task Each_list_looks_at_three_rows_for_each_that_it_shows()
    {
        MariaDbServer.SkipWithout();
        var faults = new List<string>();
        var counted = 0;
        foreach (var calls in (await ListCall.AllAsync(grown.Database)).GroupBy(call => call.Persona))
        {
            using var client = await grown.Program.AsAsync(calls.Key);
            foreach (var call in calls)
            {
                foreach (var query in (await grown.QueriesOfAsync(() => call.ReadAsync(client))).Where(query => ListQuery().IsMatch(query)))
                {
                    counted++;
                    var fault = await FaultAsync(query, returned => call.IsNarrowTwice ? Examined.AllowedOfTheSmallerList : Examined.Allowed(returned));
                    if (fault is not null)
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
        MariaDbServer.SkipWithout();
        var sweeps = grown.Program.Services.GetServices<ISweep>().Where(sweep => !Examined.Inspections.Contains(sweep.Name));
        var queries = (await grown.QueriesOfAsync(async () =>
        {
            foreach (var sweep in sweeps)
            {
                await sweep.RunAsync(CancellationToken.None);
                await sweep.NextDueAtAsync(CancellationToken.None);
            }
        })).Where(query => DueQuery().IsMatch(query)).ToList();

        var faults = new List<string>();
        await grown.WithMuchDueAsync(async () =>
        {
            foreach (var query in queries)
            {
                if (await FaultAsync(query, Examined.Allowed) is { } fault)
                    faults.Add($"{fault}\n{query}");
            }
        });
        Assert.InRange(queries.Count, 8, 400);
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    private async Task<string?> FaultAsync(string query, Func<int, int> allowed)
    {
        var returned = await grown.CountAsync(query);
        var analyzed = await grown.AnalyzeAsync(query);
        return analyzed.Most.Rows > allowed(returned) || analyzed.MostSorted > Examined.Allowed(returned)
            ? $"{returned} rows for {analyzed.Most.Rows} of {analyzed.Most.Table} ({allowed(returned)} allowed), {analyzed.MostSorted} sorted"
            : null;
    }

    [GeneratedRegex(@"^\s*select k\.id, k\.number, k\.status", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex ListQuery();

    [GeneratedRegex(@"^\s*select\b.*\blimit\b", RegexOptions.CultureInvariant | RegexOptions.Singleline, 20_000)]
    private static partial Regex DueQuery();
}
