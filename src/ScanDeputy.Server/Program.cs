using ScanDeputy.Server;
using ScanDeputy.Server.Platform;

try
{
#pragma warning disable RS0030 // The one place where the real clock comes in.
    var app = ServerSetup.Build(args, TimeProvider.System);
#pragma warning restore RS0030
    // Building the endpoints and filling the database take the better part of a second each, and do not need each other.
    var endpoints = Task.Run(() => ((IEndpointRouteBuilder)app).DataSources.Sum(source => source.Endpoints.Count));
    await app.Services.GetRequiredService<Startup>().RunAsync(CancellationToken.None);
    await endpoints;
    await app.StartAsync();
    Console.WriteLine($"""

        扫码找代表 ScanDeputy 已启动 / is running
          从这里开始 / start here:   {app.Urls.First()}/sandbox
          停止 / stop:              Ctrl-C

        """);
    await app.WaitForShutdownAsync();
    await app.DisposeAsync();
    return 0;
}
catch (RefuseToStartException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return RefuseToStartException.ExitCode;
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
{
    // A port in use, a data folder that cannot be written: the sentence says which.
    await Console.Error.WriteLineAsync($"The program cannot start: {fault.Message}");
    return RefuseToStartException.ExitCode;
}
