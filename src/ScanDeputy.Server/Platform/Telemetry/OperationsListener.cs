using System.Diagnostics;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>
/// A web server of its own for the metrics page. The public one has no route to it, so no proxy rule and no forged Host header can
/// bring the page out; and nothing of the program can be reached through this one.
/// </summary>
public sealed class OperationsListener(TelemetrySettings settings, MetricsPage page) : IAsyncDisposable
{
    private WebApplication? _app;

    public IEnumerable<string> Urls => _app?.Urls ?? [];

    public async Task StartAsync(CancellationToken ct)
    {
        // An empty builder reads no files and no variables: the program's own addresses must not be listened on twice.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls([.. settings.PageUrls]).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _app, null) is not { } app)
            return;

        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Traces.Drop(Activity.Current);
        if (!HttpMethods.IsGet(context.Request.Method) || context.Request.Path != "/metrics")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var text = await page.RenderAsync(context.RequestAborted);
        context.Response.ContentType = PrometheusText.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(text, context.RequestAborted);
    }
}
