using ScanDeputy.Tests.Features;
using ScanDeputy.Tests.Harness;
using ScanDeputy.Tests.Platform.Http.Input;
using Xunit;
using Xunit.Sdk;

namespace ScanDeputy.Tests.Contracts;

/// <summary>
/// The program as a stranger meets it, who has the description and nothing else: every operation, by every persona and by nobody, with inputs made of its
/// schemas that fit, are at the edge or wrong. Whatever comes is declared: status, code, headers, media type and the schema of the body. The seed
/// says which calls they were; with SCANDEPUTY_LONG=1 there are ten times as many, by another seed each time.
/// </summary>
public sealed class OutsideTests
{
    private static bool IsLong => Environment.GetEnvironmentVariable("SCANDEPUTY_LONG") == "1";

    /// <summary>A network away costs more, and knows nothing more of the contract.</summary>
    private static bool IsSmall => Environment.GetEnvironmentVariable("SCANDEPUTY_TEST_DATABASE") is { Length: > 0 } and not "sqlite";

    [Fact]
    public async Task Every_answer_is_declared()
    {
        var seed = IsLong ? Random.Shared.Next() : 20260516;
        await using var server = await TestServer.StartAsync(null, null, "--Limits:Enabled", "false");
        using var world = await FuzzWorld.BuildAsync(server, seed);
        var (faults, done, called) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal), 0);
        for (var round = 0; round < (IsLong ? 10 : 1); round++)
        {
            foreach (var (operation, at) in ApiDescription.Operations.Select((operation, at) => (operation, at)))
            {
                // Whoever can call it mostly, and then each of the others in turn.
                var callers = FuzzWorld.Callers.Select(caller => (string?)caller).Concat(Enumerable.Repeat((string?)null, 5)).Where((_, which) => !IsSmall || (which + at) % 5 == 0);
                foreach (var caller in callers)
                {
                    called++;
                    try
                    {
                        if ((await world.CallAsync(operation, caller)).Status < 300)
                            done.Add(operation.Id);
                    }
                    catch (XunitException fault)
                    {
                        faults.Add(fault.Message);
                    }
                }
            }
        }

        Assert.True(faults.Count == 0, $"Seed {seed}\n{string.Join("\n\n", faults.Take(20))}");
        // Without calls that come through, only the doors would have been looked at.
        Assert.True(IsSmall || done.Count > ApiDescription.Operations.Count / 3, $"Seed {seed}: of {ApiDescription.Operations.Count} operations only {done.Count} came through once.");
        Assert.True(called >= ApiDescription.Operations.Count * (IsSmall ? 3 : 20), $"{called} calls.");
    }
}
