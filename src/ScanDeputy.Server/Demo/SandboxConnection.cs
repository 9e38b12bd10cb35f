using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ScanDeputy.Server.Platform;

namespace ScanDeputy.Server.Demo;

/// <summary>Tells the sandbox, once the program listens, where it is to push to and where it finds photos, and the program where text messages go: the port may be known only now.</summary>
internal sealed class SandboxConnection(IServer server, EmbeddedSandbox sandbox, SandboxTexts texts, Node node) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (node.Roles.HasFlag(NodeRoles.Api) && server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(OnThisMachine).FirstOrDefault(address => address is not null) is { } here)
        {
            sandbox.ConnectTo(here);
            texts.ConnectTo(here);
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>"Any address" is no address to call.</summary>
    private static Uri? OnThisMachine(string address)
    {
        var binding = BindingAddress.Parse(address);
        return binding is { Scheme: "http", IsUnixPipe: false, IsNamedPipe: false }
            ? new UriBuilder("http", binding.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : binding.Host, binding.Port).Uri
            : null;
    }
}
