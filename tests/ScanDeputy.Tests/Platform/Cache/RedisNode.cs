using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Tests.Harness;
using ScanDeputy.Tests.WeChat;

namespace ScanDeputy.Tests.Platform.Cache;

/// <summary>One node's link to a Redis, with what it logs and counts.</summary>
internal sealed class RedisNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private RedisNode(ServiceProvider services) => _services = services;

    public RedisLink Link => _services.GetRequiredService<RedisLink>();

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public ConcurrentQueue<string> LogLines { get; private init; } = new();

    /// <summary>Patient unless said otherwise: a busy machine is no slow Redis, and is not what most tests are about.</summary>
    public static async Task<RedisNode> StartAsync(string configuration, bool wait = true, TimeSpan? patience = null)
    {
        var lines = new ConcurrentQueue<string>();
        var services = new ServiceCollection().AddMetrics().AddSingleton(WallClock.Real).AddSingleton<RedisLink>()
            .AddSingleton(new RedisOptions(configuration) { ProbeEvery = TimeSpan.FromMilliseconds(300), Patience = patience ?? TimeSpan.FromSeconds(5) })
            .AddLogging(log => log.SetMinimumLevel(LogLevel.Information).AddProvider(new LogLineProvider(lines)));
        var node = new RedisNode(services.BuildServiceProvider()) { LogLines = lines };
        await node.Link.StartAsync(CancellationToken.None);
        if (wait)
            await node.UntilAsync(RedisState.Up);
        return node;
    }

    public Task UntilAsync(RedisState state) => Poll.UntilAsync(() => Link.State == state, $"The link did not become {state}.");

    public async ValueTask DisposeAsync()
    {
        await Link.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
