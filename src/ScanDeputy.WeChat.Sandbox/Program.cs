using System.Runtime.InteropServices;

namespace ScanDeputy.WeChat.Sandbox;

/// <summary>
/// The sandbox alone: <c>ASPNETCORE_ENVIRONMENT=Development dotnet run -- --Sandbox:Port=9090</c>. A named class, not top-level
/// statements: the server references this project and has a Program of its own.
/// </summary>
internal static class SandboxProgram
{
    private const int BadConfiguration = 78;

    private static async Task<int> Main(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var options = builder.Configuration.GetSection("Sandbox").Get<SandboxOptions>() ?? new SandboxOptions();
        options.EnvironmentName = builder.Environment.EnvironmentName;
        if (builder.Environment.IsProduction())
        {
            await Console.Error.WriteLineAsync("The WeChat sandbox does not start in Production (set ASPNETCORE_ENVIRONMENT=Development).");
            return BadConfiguration;
        }

#pragma warning disable RS0030 // a Program wires the real clock
        var clock = new OffsetClock(TimeProvider.System);
#pragma warning restore RS0030
        var stopped = new TaskCompletionSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stopped));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stopped));
        await using var sandbox = await WeChatSandbox.StartAsync(options, clock, CancellationToken.None);
        await Console.Out.WriteLineAsync($"WeChat sandbox on {sandbox.BaseAddress}");
        await stopped.Task;
        return 0;
    }

    /// <summary>Cancels the signal's own effect, which would end the process before the sandbox has closed.</summary>
    private static void Stop(PosixSignalContext signal, TaskCompletionSource stopped)
    {
        signal.Cancel = true;
        stopped.TrySetResult();
    }
}
