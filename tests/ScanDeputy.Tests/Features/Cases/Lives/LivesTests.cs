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
    private static readonly int Lives = FaultsCollection.IsLong ? 10_000 : TestDatabases.OnMariaDb ? 40 : 500;

    [Fact]
    public async Task Cases_go_where_the_handbook_says_whatever_happens_around_them()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var begun = 0; begun < Lives; begun += PerTown)
        {
            await using var town = await Town.StartAsync(seed: begun, counts);
            await town.LiveAsync(Math.Min(PerTown, Lives - begun));
        }

        output.WriteLine(string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}")));
        // A few lives see only a few moves.
        if (Lives < 500)
            return;

        Assert.All(Enum.GetNames<Move>().Except(["LookBack", "ExpireEvaluation", "Close", "HandOn"]), move => Assert.True(counts.ContainsKey($"done {move}"), $"{move} was never made."));
        Assert.All((string[])["notice", "limits", "limits of open stages", "jump", "stale", "twice", "refused", "not seen"], what => Assert.True(counts.ContainsKey(what), $"'{what}' never happened."));
    }
}
