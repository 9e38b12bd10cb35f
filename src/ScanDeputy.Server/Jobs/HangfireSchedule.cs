using Hangfire;
using Hangfire.Storage;

namespace ScanDeputy.Server.Jobs;

/// <summary>
/// Keeps the engine's recurring jobs as the sweeps want them: at the start or as soon as there is a Redis, and again when that forgot
/// them (it need not be durable) or when Hangfire disabled one, which it does for good after five failures to schedule it.
/// </summary>
public sealed partial class HangfireSchedule(JobStorage storage, SweepRunner runner, SweepSharing sharing, ILogger<HangfireSchedule> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private bool _reached = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Hangfire's calls block their thread, and some wait 15 seconds for a lock whatever happens.
            await Task.Run(Keep, CancellationToken.None).WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One look at all of them.</summary>
    public void Keep()
    {
        try
        {
            using var connection = storage.GetReadOnlyConnection();
            var manager = new RecurringJobManager(storage);
            var there = connection.GetRecurringJobs().ToDictionary(job => job.Id, StringComparer.Ordinal);
            foreach (var sweep in runner.Sweeps.Where(sharing.IsEngines))
                Keep(manager, sweep, there.GetValueOrDefault(sweep.Name));
            if (!_reached)
                Log.KeptAgain(logger);
            _reached = true;
        }
#pragma warning disable CA1031 // Whatever Redis or Hangfire's client of it may throw: each worker starts its sweeps itself meanwhile.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (_reached)
                Log.NotKept(logger, exception.GetType().Name);
            _reached = false;
        }
    }

    private static void Keep(RecurringJobManager manager, ISweep sweep, RecurringJobDto? job)
    {
        var (cron, queue) = (SweepJob.CronOf(sweep), SweepJob.QueueOf(sweep));
        // The queue is the job's own; the recurring one's is an older place for it and always "default".
        if (job is { NextExecution: not null, Job: { } turn } && job.Cron == cron && turn.Queue == queue)
            return;

        // A disabled one stays so when it is only updated. Relaxed: however many runs were missed, one makes up for all. (Trap: Ignorable
        // would drop every run that is late by more than two polling intervals, which a busy machine often is; an hourly sweep waits an hour.)
        manager.RemoveIfExists(sweep.Name);
        manager.AddOrUpdate<SweepJob>(
            sweep.Name, queue, job => job.RunAsync(sweep.Name, CancellationToken.None), cron, new RecurringJobOptions { MisfireHandling = MisfireHandlingMode.Relaxed });
    }

    private static partial class Log
    {
        [LoggerMessage(50, LogLevel.Warning, "The job engine does not reach its Redis ({Exception}); until it does, this worker starts its sweeps itself.")]
        public static partial void NotKept(ILogger logger, string exception);

        [LoggerMessage(51, LogLevel.Information, "The job engine reaches its Redis again.")]
        public static partial void KeptAgain(ILogger logger);
    }
}
