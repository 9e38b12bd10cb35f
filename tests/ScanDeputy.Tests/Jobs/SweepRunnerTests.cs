using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ScanDeputy.Server.Jobs;
using Xunit;

namespace ScanDeputy.Tests.Jobs;

/// <summary>However often and by however many bells a sweep is rung for.</summary>
public sealed class SweepRunnerTests
{
    [Fact]
    public async Task A_ring_while_the_sweep_runs_neither_waits_nor_runs_it_again()
    {
        var sweep = new SlowSweep();
        var runner = NewRunner(sweep);
        var first = runner.RunAsync(sweep.Name, CancellationToken.None);

        await runner.RunAsync(sweep.Name, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal((1, TimeSpan.Zero), (sweep.Turns, runner.SinceLastTurn(sweep.Name)));

        sweep.End.SetResult();
        await first;
        await runner.RunAsync(sweep.Name, CancellationToken.None);
        Assert.Equal(2, sweep.Turns);
    }

    [Fact]
    public async Task The_last_turn_is_known_also_of_a_sweep_that_failed()
    {
        var sweep = new SlowSweep { Fault = new InvalidOperationException("planted") };
        var clock = new FakeTimeProvider();
        var runner = NewRunner(sweep, clock);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromHours(1), runner.SinceLastTurn(sweep.Name));

        sweep.End.SetResult();
        await runner.RunAsync(sweep.Name, CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(TimeSpan.FromSeconds(7), runner.SinceLastTurn(sweep.Name));
    }

    private static SweepRunner NewRunner(ISweep sweep, FakeTimeProvider? clock = null)
    {
        var host = Host.CreateApplicationBuilder();
        host.Services.AddSingleton<TimeProvider>(clock ?? new FakeTimeProvider()).AddSingleton(sweep).AddSingleton<SweepMeter>().AddSingleton<SweepRunner>();
        host.Services.AddSingleton(typeof(Microsoft.Extensions.Logging.ILogger<>), typeof(NullLogger<>));
        return host.Build().Services.GetRequiredService<SweepRunner>();
    }

    private sealed class SlowSweep : ISweep
    {
        public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Exception? Fault { get; init; }

        public int Turns { get; private set; }

        public string Name => "slow";

        public TimeSpan Every => TimeSpan.FromSeconds(1);

        public async Task<int> RunAsync(CancellationToken ct)
        {
            Turns++;
            await End.Task.WaitAsync(ct);
            return Fault is null ? 0 : throw Fault;
        }

        public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => Task.FromResult<DateTimeOffset?>(null);
    }
}
