using System.Diagnostics;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>Waits for what comes by itself, up to a bound.</summary>
public static class Poll
{
    public static async Task UntilAsync(Func<Task<bool>> condition, string otherwise, int seconds = 20)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(seconds), otherwise);
            await Task.Delay(20);
        }
    }

    public static Task UntilAsync(Func<bool> condition, string otherwise, int seconds = 20) => UntilAsync(() => Task.FromResult(condition()), otherwise, seconds);
}
