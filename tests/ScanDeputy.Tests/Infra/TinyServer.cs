using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ScanDeputy.Tests.Infra;

/// <summary>A Kestrel on a loopback port that keeps what it was asked and answers as the test says.</summary>
internal sealed class TinyServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TinyServer(WebApplication app) => _app = app;

    public sealed record Seen(string Method, string Path, IHeaderDictionary Headers);

    public ConcurrentQueue<Seen> Requests { get; } = new();

    public int Port => new Uri(_app.Urls.First()).Port;

    /// <param name="answer">Writes the answer; nothing written is 200.</param>
    /// <param name="port">0: a free one.</param>
    public static async Task<TinyServer> StartAsync(Func<HttpContext, Task> answer, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var server = new TinyServer(app);
        app.Run(context =>
        {
            // A copy: Kestrel uses its own again.
            var headers = new HeaderDictionary(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase));
            server.Requests.Enqueue(new Seen(context.Request.Method, context.Request.Path, headers));
            return answer(context);
        });
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }
}
