using Hangfire;
using Hangfire.Client;
using Hangfire.Common;
using Hangfire.Server;
using Hangfire.States;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Jobs;

/// <summary>The engine's recurring jobs stay as the sweeps want them, whatever the engine does to them. Here its storage is in the process.</summary>
public sealed class ScheduleTests : IAsyncLifetime
{
    // Comes once an hour: nothing but what a test does makes it due.
    private const string Sweep = "expired-keys";

    private readonly JobStorage _storage = JobStorages.InProcess();
    private TestServer _server = null!;
    private SweepRunner _runner = null!;
    private HangfireSchedule _schedule = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _runner = _server.Services.GetRequiredService<SweepRunner>();
        _schedule = new HangfireSchedule(_storage, _runner, new SweepSharing(WithOtherNodes: false), NullLogger<HangfireSchedule>.Instance);
        _schedule.Keep();
    }

    public async ValueTask DisposeAsync()
    {
        _schedule.Dispose();
        (_storage as IDisposable)?.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public void Each_sweep_has_one_recurring_job_in_the_queue_of_its_kind()
    {
        using var connection = _storage.GetReadOnlyConnection();
        Assert.Equal(
            _runner.Sweeps.Select(sweep => (sweep.Name, SweepJob.QueueOf(sweep))).Order(),
            connection.GetRecurringJobs().Select(job => (job.Id, job.Job.Queue)).Order());
    }

    /// <summary>Cron counts from the full minute, hour or day: an interval that does not divide it would be another one at its end.</summary>
    [Fact]
    public void Each_interval_is_one_that_a_schedule_can_say_and_longer_than_the_engine_needs_to_look()
    {
        Assert.All(_runner.Sweeps, sweep =>
        {
            var whole = sweep.Every < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : sweep.Every < TimeSpan.FromHours(1) ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
            Assert.Equal(0, whole.Ticks % sweep.Every.Ticks);
            Assert.True(sweep.Every > HangfireServer.PollingInterval, sweep.Name);
        });
    }

    [Fact]
    public void A_job_that_the_engine_disabled_after_failures_is_scheduled_again()
    {
        MakeDue();
        // It tries five times, then never again.
        new RecurringJobScheduler(new BrokenFactory(), TimeSpan.FromMilliseconds(10)).Execute(Context());
        Assert.Null(Job().NextExecution);
        Assert.Contains("planted", Job().Error, StringComparison.Ordinal);

        _schedule.Keep();
        Assert.NotNull(Job().NextExecution);
        Assert.Null(Job().Error);
    }

    [Fact]
    public void A_job_that_was_removed_is_there_again()
    {
        new RecurringJobManager(_storage).RemoveIfExists(Sweep);
        using (var connection = _storage.GetReadOnlyConnection())
            Assert.DoesNotContain(connection.GetRecurringJobs(), job => job.Id == Sweep);

        _schedule.Keep();
        Assert.NotNull(Job().NextExecution);
    }

    [Fact]
    public void A_job_that_is_as_it_should_be_is_left_alone()
    {
        var created = Job().CreatedAt;
        _schedule.Keep();
        Assert.Equal(created, Job().CreatedAt);
    }

    /// <summary>The machine slept, or was too busy to look in time.</summary>
    [Fact]
    public void Runs_that_were_missed_are_made_up_for_by_one()
    {
        MakeDue();
        new RecurringJobScheduler(new BackgroundJobFactory(), HangfireServer.PollingInterval).Execute(Context());
        // Others of the queue may be due as well.
        Assert.Single(_storage.GetMonitoringApi().EnqueuedJobs("maintenance", 0, 100), job => job.Value.Job.Args.Contains(Sweep));
    }

    private RecurringJobDto Job()
    {
        using var connection = _storage.GetReadOnlyConnection();
        return Assert.Single(connection.GetRecurringJobs(), job => job.Id == Sweep);
    }

    /// <summary>Its last run was five hours and a half ago.</summary>
    private void MakeDue()
    {
        var last = WallClock.Real.GetUtcNow().UtcDateTime - TimeSpan.FromHours(5.5);
        using var connection = _storage.GetConnection();
        connection.SetRangeInHash($"recurring-job:{Sweep}", [KeyValuePair.Create("LastExecution", JobHelper.SerializeDateTime(last))]);
        using var transaction = connection.CreateWriteTransaction();
        transaction.AddToSet("recurring-jobs", Sweep, JobHelper.ToTimestamp(last));
        transaction.Commit();
    }

    private BackgroundProcessContext Context() => new(
        "test", _storage, new Dictionary<string, object>(StringComparer.Ordinal), Guid.Empty, CancellationToken.None, CancellationToken.None, CancellationToken.None);

    private sealed class BrokenFactory : IBackgroundJobFactory
    {
        public IStateMachine StateMachine => throw new InvalidOperationException("planted");

        public BackgroundJob Create(CreateContext context) => throw new InvalidOperationException("planted");
    }
}
