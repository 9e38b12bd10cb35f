using Quartz;
using ScanDeputy.Server.Jobs;

namespace ScanDeputy.Server.Platform.Feeds;

/// <summary>Quartz in process rings the bell for each sweep at its interval.</summary>
public static class JobEngine
{
    /// <summary>For workers.</summary>
    public static IServiceCollection AddJobEngine(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddQuartz();
        services.AddHostedService<QuartzSchedule>();
        return services;
    }

    /// <summary>For nodes that answer people: this engine has no pages.</summary>
    public static IServiceCollection AddJobPages(this IServiceCollection services, IConfiguration configuration) => services;

    /// <summary>For nodes that answer people: this engine has no pages.</summary>
    public static void MapJobPages(this WebApplication app)
    {
    }
}

/// <summary>Starts the scheduler with one repeating job a sweep, and waits for running sweeps when the program stops.</summary>
internal sealed class QuartzSchedule(ISchedulerFactory factory, SweepRunner runner, TimeProvider clock) : IHostedService
{
    // The first people are served before the first sweep.
    private static readonly TimeSpan FirstTurn = TimeSpan.FromSeconds(3);

    private IScheduler? _scheduler;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _scheduler = await factory.GetScheduler(cancellationToken);
        foreach (var sweep in runner.Sweeps)
        {
            var job = JobBuilder.Create<SweepJob>().WithIdentity(sweep.Name).Build();
            // The scheduler takes the registered clock; a trigger by the real one would lie in the future of a demo of the past.
            var trigger = TriggerBuilder.Create(clock).WithIdentity(sweep.Name).StartAt(clock.GetUtcNow() + FirstTurn)
                .WithSimpleSchedule(schedule => schedule.WithInterval(sweep.Every).RepeatForever())
                .Build();
            await _scheduler.ScheduleJob(job, trigger, cancellationToken: cancellationToken);
        }

        await _scheduler.Start(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_scheduler is not null)
            await _scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);
    }
}

/// <summary>One ring of the bell; a sweep that still runs is not started again beside itself on this node.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepJob(SweepRunner runner) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(context.JobDetail.Key.Name, cancellationToken);
}
