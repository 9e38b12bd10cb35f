using Dapper;
using ScanDeputy.Server.Features.Notices.Fallback;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Features.Notices.Outbox;

/// <summary>
/// What has not left the program, and what somebody should look at. Rows that ended well, or as the recipient wished, are not counted:
/// they become ever more, and the counter of failures tells of the others.
/// </summary>
public sealed class OutboxGauges(Database database, TimeProvider clock) : IDatabaseGauges
{
    private static readonly Gauge Rows = new("scandeputy.outbox.rows", "Outbox rows that are not done (waiting, sending) or that nobody will send any more (doubtful, parked).");
    private static readonly Gauge Oldest = new(
        "scandeputy.outbox.oldest", "Age of the oldest row that should have been sent by now; rows held back by quiet hours do not count. 0 when there is none.", "s");

    private static readonly string[] Statuses = ["waiting", "sending", "doubtful", "parked"];
    private static readonly string[] Channels = [NoticeWriter.WeChatChannel, SmsChannel.Name, WebhookChannel.Name];

    public IReadOnlyList<Gauge> Gauges { get; } = [Rows, Oldest];

    public async Task<IReadOnlyList<GaugeValue>> ReadAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (counts, oldest) = await database.ReadAsync(
            async connection => (await connection.QueryAsync<CountRow>(Count, new { Statuses }), await connection.QueryAsync<AgeRow>(SelectOldest, new { now })), ct);
        var totals = counts.ToDictionary(row => row.Status, row => row.Total, StringComparer.Ordinal);
        var ages = oldest.ToDictionary(row => row.Channel, row => (now - row.CreatedAt).TotalSeconds, StringComparer.Ordinal);
        return
        [
            .. Statuses.Select(status => Rows.Of(totals.GetValueOrDefault(status), ("status", status))),
            .. Channels.Union(ages.Keys, StringComparer.Ordinal).Select(channel => Oldest.Of(ages.GetValueOrDefault(channel), ("channel", channel))),
        ];
    }

    private const string Count = "select status, count(*) as total from outbox where status in @Statuses group by status";

    // A row that was tried is late whatever its next attempt is set to.
    private const string SelectOldest = """
        select channel, min(created_at) as created_at from outbox
        where status in ('waiting', 'sending') and (attempts > 0 or next_attempt_at <= @now) group by channel
        """;

    private sealed record CountRow
    {
        public string Status { get; init; } = "";

        public long Total { get; init; }
    }

    private sealed record AgeRow
    {
        public string Channel { get; init; } = "";

        public DateTimeOffset CreatedAt { get; init; }
    }
}
