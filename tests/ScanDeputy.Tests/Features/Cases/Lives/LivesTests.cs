using System.Collections.Concurrent;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Tests.Faults;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Lives;

/// <summary>
/// Lives of cases on the real server, many at once: legal and illegal moves by anybody, the clock jumping, notices imported, limits changed, sweeps
/// run. Beside each walks the reference case; what is stored must be what that says, and everything must follow from its events in the end.
/// </summary>
public sealed class LivesTests(ITestOutputHelper output)
{
    private const int PerTown = 125;

    // Commits on a server's disk are dear; what differs between the databases shows in fewer lives.
    private static readonly int Lives = FaultsCollection.IsLong ? 10_000 : TestDatabases.OnMariaDb ? 40 : 250;

    [Fact]
    public async Task Cases_go_where_the_handbook_says_whatever_happens_around_them()
    {
        var seen = new ConcurrentBag<Dictionary<string, int>>();
        // Beside the other tests one town is enough; the long run is alone.
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = FaultsCollection.IsLong ? Environment.ProcessorCount : 1 };
        var seeds = Enumerable.Range(0, (Lives + PerTown - 1) / PerTown).Select(town => town * PerTown);
        await Parallel.ForEachAsync(seeds, atOnce, async (seed, _) =>
        {
            await using var town = await Town.StartAsync(seed);
            await town.LiveAsync(Math.Min(PerTown, Lives - seed));
            seen.Add(town.Counts);
        });

        var counts = seen.SelectMany(counts => counts).GroupBy(count => count.Key, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(count => count.Value), StringComparer.Ordinal);
        output.WriteLine(string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}")));
        // A few lives see only a few moves.
        if (Lives < 250)
            return;

        Assert.All(Enum.GetNames<Move>().Except(["LookBack", "ExpireEvaluation", "LapseVerdict", "Close", "HandOn"]), move => Assert.True(counts.ContainsKey($"done {move}"), $"{move} was never made."));
        Assert.All((string[])["notice", "limits", "limits of open stages", "jump", "stale", "twice", "refused", "not seen", "verdict lapsed"], what => Assert.True(counts.ContainsKey(what), $"'{what}' never happened."));
    }
}
