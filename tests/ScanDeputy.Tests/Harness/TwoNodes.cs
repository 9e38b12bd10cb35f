using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Tests.Harness;

/// <summary>Two whole servers on one database and one Redis, with limits.</summary>
public sealed class TwoNodes : IAsyncDisposable
{
    private TwoNodes(RedisServer redis) => Redis = redis;

    public RedisServer Redis { get; }

    public TestServer A { get; private set; } = null!;

    public TestServer B { get; private set; } = null!;

    private Database Database => A.Services.GetRequiredService<Database>();

    /// <param name="patience">How long a caller waits for Redis: long where a test needs its answers, as in life where it goes away.</param>
    public static async Task<TwoNodes> StartAsync(TimeSpan patience)
    {
        var nodes = new TwoNodes(await RedisServer.StartAsync());
        nodes.A = await nodes.StartNodeAsync(null, patience);
        nodes.B = await nodes.StartNodeAsync(nodes.A.Directory, patience);
        await nodes.UntilSettledAsync();
        return nodes;
    }

    public async Task UntilSettledAsync()
    {
        foreach (var node in (TestServer[])[A, B])
            await Poll.UntilAsync(() => node.Services.GetRequiredService<RedisLink>().IsSettled, "A server did not find Redis.");
    }

    /// <summary>Behind the program's back.</summary>
    public Task<int> WriteAsync(string sql, DateTimeOffset? soon = null) =>
        Database.WriteAsync(scope => scope.ExecuteAsync(sql, new { Soon = soon }), CancellationToken.None);

    public Task<long> CountCasesAsync() =>
        Database.ReadAsync(connection => connection.ExecuteScalarAsync<long>("select count(*) from cases"), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await B.DisposeAsync();
        await A.DisposeAsync();
        await Redis.DisposeAsync();
    }

    private async Task<TestServer> StartNodeAsync(string? directory, TimeSpan patience)
    {
        var node = await TestServer.StartAsync(
            null, directory, "--Redis:Configuration", Redis.Configuration, "--Redis:Patience", patience.ToString(), "--Redis:ProbeEvery", "00:00:00.3",
            "--Limits:Enabled", "true");
        // A busy machine may make Redis seem slow for a moment, which is said and harms nothing.
        node.ExpectLog("goes on without it");
        return node;
    }
}
