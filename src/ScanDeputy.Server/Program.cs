using ScanDeputy.Server;
using ScanDeputy.Server.Commands;
using ScanDeputy.Server.Platform;

try
{
#pragma warning disable RS0030 // The one place where the real clock comes in.
    var realClock = TimeProvider.System;
#pragma warning restore RS0030
    if (CommandLine.CommandIn(args) is { } command)
        return await CommandLine.RunAsync(command, args, realClock, CancellationToken.None);
    if (DescriptionAtBuild.IsAsked)
        return await DescriptionAtBuild.AnswerAsync(realClock);

    var app = ServerSetup.Build(args, realClock);
    // Building the endpoints and filling the database take the better part of a second each, and do not need each other.
    var endpoints = Task.Run(() => ((IEndpointRouteBuilder)app).DataSources.Sum(source => source.Endpoints.Count));
    await app.Services.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
    await endpoints;
    await app.StartAsync();
    Welcome.Print(app);
    await app.WaitForShutdownAsync();
    await app.DisposeAsync();
    return 0;
}
catch (RefuseToStartException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return RefuseToStartException.ExitCode;
}
catch (Microsoft.Extensions.Options.OptionsValidationException refusal)
{
    await Console.Error.WriteLineAsync(string.Join(' ', refusal.Failures));
    return RefuseToStartException.ExitCode;
}
catch (InvalidOperationException fault) when (fault.Source == "Microsoft.Extensions.Configuration.Binder")
{
    // A number or a time that is none: the framework's sentence names the setting.
    await Console.Error.WriteLineAsync($"A setting cannot be read: {fault.Message}");
    return RefuseToStartException.ExitCode;
}
catch (OperationCanceledException)
{
    // Cut off in the middle of something, as a crash would have; whoever comes next finds it and goes on.
    await Console.Error.WriteLineAsync("The program did not come to its end in time and was stopped.");
    return 1;
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
{
    // A port in use, a data folder that cannot be written: the sentence says which.
    await Console.Error.WriteLineAsync($"The program cannot start: {fault.Message}");
    return RefuseToStartException.ExitCode;
}
