using System.Net;
using ScanDeputy.WeChat.Sandbox.Control;
using ScanDeputy.WeChat.Sandbox.Endpoints;
using ScanDeputy.WeChat.Sandbox.State;

namespace ScanDeputy.WeChat.Sandbox;

/// <summary>
/// A small local WeChat that speaks the wire protocol, on a port of its own. Runs inside another process or alone. It proves nothing
/// about the real platform: rules come from the public pages and from logs others published.
/// </summary>
public sealed class WeChatSandbox : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxState _state;

    private WeChatSandbox(WebApplication app, SandboxState state)
    {
        (_app, _state) = (app, state);
        BaseAddress = new Uri(app.Urls.Single());
        Control = new SandboxControl(state);
    }

    /// <summary>Where the platform's calls go, for example http://127.0.0.1:34567/.</summary>
    public Uri BaseAddress { get; }

    public SandboxControl Control { get; }

    /// <summary>Starts listening on 127.0.0.1.</summary>
    /// <param name="options">The account it plays.</param>
    /// <param name="clock">Rules every expiry; only the wire's own waits are real time.</param>
    /// <param name="ct">Stops the start, not the running sandbox.</param>
    /// <exception cref="InvalidOperationException">The environment is Production.</exception>
    public static async Task<WeChatSandbox> StartAsync(SandboxOptions options, TimeProvider clock, CancellationToken ct)
    {
        RefuseProduction(options.EnvironmentName);
        // An empty builder reads no files and no variables: the host's own settings must not leak into the sandbox.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = options.EnvironmentName });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        builder.Services.AddRoutingCore();
        // A signal is for whoever started the sandbox: a second listener would swallow one that comes while that program starts.
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        var state = new SandboxState(options, clock);
        var app = builder.Build();
        app.UseRouting();
        app.MapControl(new SandboxControl(state), clock);
        app.MapPlatform(state);
        try
        {
            await app.StartAsync(ct);
            return new WeChatSandbox(app, state);
        }
        catch
        {
            await app.DisposeAsync();
            state.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _state.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Both what the host says and what the process was started with count.</summary>
    private static void RefuseProduction(string environmentName)
    {
        string?[] names =
        [
            environmentName,
            Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"),
            Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"),
        ];
        if (names.Contains(Environments.Production, StringComparer.OrdinalIgnoreCase))
            throw new InvalidOperationException("The WeChat sandbox does not start in Production.");
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
