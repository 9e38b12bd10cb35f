using ScanDeputy.Tests.Harness;
using ScanDeputy.Tests.Platform.Http.Input;
using Xunit;

namespace ScanDeputy.Tests.Features;

/// <summary>
/// Calls of every operation of the API's description by every role, made up from its schemas with values that are right, at the edge and wrong.
/// Whatever comes: no 5xx, and no warning in the log. A few hundred calls; with SCANDEPUTY_LONG=1 several thousand. The seed says which they were.
/// </summary>
public sealed class ApiFuzzTests
{
    // Of each operation: with fewer, what comes through is luck.
    private const int Usual = 4;
    private const int Long = 6000;

    private static bool IsLong => Environment.GetEnvironmentVariable("SCANDEPUTY_LONG") == "1";

    [Fact]
    public async Task No_call_is_answered_with_a_fault_of_ours()
    {
        var seed = IsLong ? Random.Shared.Next() : 20260515;
        await using var server = await TestServer.StartAsync(null, null, "--Limits:Enabled", "false");
        using var world = await FuzzWorld.BuildAsync(server, seed);
        var called = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var faults = new List<string>();
        for (var i = 0; i < (IsLong ? Long : Usual * ApiDescription.Operations.Count); i++)
        {
            var operation = ApiDescription.Operations[i % ApiDescription.Operations.Count];
            var (status, said, _) = await world.CallAsync(operation);
            if (!called.TryGetValue(operation.ToString(), out var statuses))
                called[operation.ToString()] = statuses = [];
            statuses.Add(status);
            if (status >= 500)
                faults.Add(said);
        }

        Assert.True(faults.Count == 0, $"Seed {seed}:\n{string.Join("\n\n", faults.Take(20))}");
        Assert.Equal(ApiDescription.Operations.Count, called.Count);
        // Without calls that come through, only the doors would have been tried.
        var done = called.Count(pair => pair.Value.Exists(status => status < 300));
        Assert.True(done > called.Count / 5, $"Seed {seed}: of {called.Count} operations only {done} came through once.");
    }
}
