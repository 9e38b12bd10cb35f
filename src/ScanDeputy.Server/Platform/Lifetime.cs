namespace ScanDeputy.Server.Platform;

/// <summary>
/// How the program ends: readiness goes red first and, in production, people are still answered until balancers have seen it; then
/// running requests and sweeps end. All of it takes less than ten seconds.
/// </summary>
public static class Lifetime
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan UsualDrain = TimeSpan.FromSeconds(3);

    public static IServiceCollection AddLifetime(this IServiceCollection services, Profile profile, IConfiguration configuration)
    {
        services.Configure<HostOptions>(options => options.ShutdownTimeout = Longest);
        var drain = configuration.GetValue("Shutdown:Drain", profile == Profile.Production ? UsualDrain : TimeSpan.Zero);
        if (drain < TimeSpan.Zero || drain > Longest / 2)
            throw new RefuseToStartException("Shutdown__Drain must lie between 00:00:00 and 00:00:04.");

        // The host says that it is stopping, which readiness looks at, before it asks its services to.
        services.AddSingleton<IHostedService>(new Drain(drain));
        return services;
    }

    private sealed class Drain(TimeSpan length) : IHostedLifecycleService
    {
        public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(length, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
