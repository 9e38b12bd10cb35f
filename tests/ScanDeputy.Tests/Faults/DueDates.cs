using Dapper;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Faults;

/// <summary>
/// Processes of the production profile have the real clock, which a test cannot move. So the test moves what they wait for: every few
/// seconds the next alerts of the seeded cases' stages come due, and messages that wait for the morning need not. The program's own rows and
/// decisions stay as they are: which step is taken, who is told and that it happens once is still its work.
/// </summary>
internal sealed class DueDates(MySqlDatabase database, DateTimeOffset startedAt)
{
    // Longer than a call to WeChat can take: whoever began one before that is dead.
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(12);

    /// <summary>Brings alerts due until it is told to stop; a database that is away is tried again.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await BringAlertsAsync();
                await WakeOutboxAsync();
            }
            catch (DatabaseUnavailableException)
            {
                // It was killed, as planned.
            }

            await Task.Delay(TimeSpan.FromSeconds(3), stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>Waits until nothing is left to send, check or alert; leases of the dead are shortened to what a living worker could need.</summary>
    /// <param name="seconds">For how long it may go without becoming less: how much there is depends on how long the load lasted.</param>
    public async Task CatchUpAsync(int seconds)
    {
        var (least, since) = (Remaining.Most, WallClock.Real.GetTimestamp());
        while (least.Count > 0)
        {
            await ShortenLeasesAsync();
            var left = await database.ReadAsync(
                connection => connection.QueryFirstAsync<Remaining>(Left, new { Now = WallClock.Real.GetUtcNow() }), CancellationToken.None);
            if (left.Count < least.Count)
                (least, since) = (left, WallClock.Real.GetTimestamp());
            Assert.True(WallClock.Real.GetElapsedTime(since) < TimeSpan.FromSeconds(seconds), $"The sweeps do not go on: {left}.");
            await Task.Delay(300);
        }
    }

    private async Task ShortenLeasesAsync()
    {
        await WakeOutboxAsync();
        var now = WallClock.Real.GetUtcNow();
        await WriteAsync("update outbox set next_attempt_at = @now where status = 'sending' and attempt_started_at < @Dead", new { now, Dead = now - LongestSend });
        await WriteAsync("update content_checks set next_attempt_at = @now where status = 'waiting' and next_attempt_at < @Lease and lease_until - 120000 < @Dead", new { now, Lease = now.AddMinutes(3), Dead = now - LongestSend });
    }

    private Task BringAlertsAsync() => WriteAsync(BringAlerts, new { Now = WallClock.Real.GetUtcNow(), Far = WallClock.Real.GetUtcNow().AddMinutes(1), startedAt });

    public Task WakeOutboxAsync() => WriteAsync(
        "update outbox set next_attempt_at = @Now where status = 'waiting' and next_attempt_at > @Now", new { Now = WallClock.Real.GetUtcNow() });

    private Task WriteAsync(string sql, object parameters) => database.WriteAsync(scope => scope.ExecuteAsync(sql, parameters), CancellationToken.None);

    // Spread over the next two seconds, so that sweeps of several workers meet at some.
    private const string BringAlerts = """
        update stages set next_alert_at = @Now + floor(rand() * 2000)
        where ended_at is null and next_alert_at > @Far and started_at < @startedAt and rand() < 0.15
        """;

    private const string Left = """
        select (select count(*) from outbox where status in ('waiting', 'sending')) as messages,
          (select count(*) from content_checks where status = 'waiting') as checks, (select count(*) from stages where next_alert_at <= @Now) as alerts
        """;

    private sealed record Remaining
    {
        public static readonly Remaining Most = new() { Messages = int.MaxValue };

        public int Messages { get; init; }

        public int Checks { get; init; }

        public int Alerts { get; init; }

        public int Count => Messages + Checks + Alerts;
    }
}
