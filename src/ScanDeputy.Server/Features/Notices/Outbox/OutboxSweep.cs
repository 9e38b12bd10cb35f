using ScanDeputy.Server.Features.Notices.Subscriptions;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.Notices.Outbox;

/// <summary>
/// Sends what waits in the outbox. One row at a time: begin the attempt by a compare-and-set, commit, call WeChat, record the end.
/// WeChat cannot recognise a message sent twice; so when a worker dies between begin and end, nobody knows whether the message went
/// out, and the row becomes <c>doubtful</c> and is not sent again (docs/decisions/0005). The in-app inbox has it in any case.
/// </summary>
public sealed class OutboxSweep(Database database, DueRows rows, Deliveries deliveries, OutboxAttempts attempts, OutboxJournal journal) : ISweep
{
    private const string Outbox = "outbox";

    // As WeChat would say it, without asking.
    private static readonly Delivery NothingLeft = Delivery.Refused($"errcode {WeChatErrors.NotSubscribed}");

    // A turn takes a hundred and no more, so that a burst of messages leaves the machine to the people who are waiting.
    private static readonly DueQuery Due = new(new RowSource(Outbox, OutboxAttempts.OriginOfAsync), SelectDue);

    public string Name => Outbox;

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public SweepKind Kind => SweepKind.Outbox;

    public Task<int> RunAsync(CancellationToken ct) => rows.TakeSomeAsync(Due, TakeAllAsync, ct);

    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => rows.NextDueAtAsync(Due, ct);

    private async Task<int> TakeAllAsync(SweepTurn turn, IReadOnlyList<DueRow> due, CancellationToken ct)
    {
        var done = 0;
        foreach (var row in await attempts.LoadAsync([.. due.Select(one => one.Id)], ct))
        {
            if (ct.IsCancellationRequested)
                break;
            done += await turn.TryAsync([row], one => one.Id, (one, token) => TakeAsync(one[0], token), ct);
        }

        return done;
    }

    private async Task<int> TakeAsync(OutboxRow row, CancellationToken ct)
    {
        if (row.Status == "sending")
        {
            if (!await attempts.AbandonAsync(row, ct))
                return 0;

            journal.Abandoned(row.Channel, row.Id);
            return 1;
        }

        // Before the attempt begins: a row that cannot be read fails alone, and nothing of it is in doubt.
        var send = deliveries.Prepare(row);
        if (await attempts.BeginAsync(row, deliveries.TemplateOf(row), ct) is not { } begun)
            return 0;

        await RecordAsync(begun, begun.Quota == QuotaUse.Refused ? NothingLeft : await SendAsync(send), ct);
        return 1;
    }

    /// <summary>Begun is begun: a call given up half-way would leave a doubt. The wire's time-out is its end, also when the program stops.</summary>
    private async Task<Delivery> SendAsync(Func<CancellationToken, Task<Delivery>> send)
    {
        try
        {
            return await send(CancellationToken.None);
        }
        catch (Exception fault) when (RowFault.IsRows(fault, database, CancellationToken.None))
        {
            // Nobody knows how far it came.
            return Delivery.Doubtful(RowFault.Describe(fault, database.Dialect));
        }
    }

    private async Task RecordAsync(OutboxRow row, Delivery delivery, CancellationToken ct)
    {
        switch (delivery.End)
        {
            case DeliveryEnd.Sent:
                await attempts.EndAsync(row, "sent", null, ct, delivery.MessageId);
                break;
            case DeliveryEnd.Doubtful:
                journal.Unanswered(row.Channel);
                await attempts.EndAsync(row, "doubtful", delivery.Why, ct);
                break;
            case DeliveryEnd.Skipped:
                await attempts.GiveUpAsync(row, "skipped", delivery.Why, ct);
                break;
            case DeliveryEnd.Refused:
                journal.Refused(row.Channel);
                await attempts.GiveUpAsync(row, "refused", delivery.Why, ct, delivery.NotSubscribed);
                break;
            default:
                await AgainAsync(row, delivery.Why, ct);
                break;
        }
    }

    private async Task AgainAsync(OutboxRow row, string? why, CancellationToken ct)
    {
        if (await attempts.AgainAsync(row, why, ct))
        {
            journal.Again(row.Channel);
            return;
        }

        journal.Parked(row.Channel, row.Id, why);
        await attempts.GiveUpAsync(row, "parked", why, ct);
    }

    // Each half is a walk along the index and ends at the limit.
    private const string SelectDue = """
        select id, next_attempt_at as due_at from (
          select id, next_attempt_at from outbox where status = 'waiting' and next_attempt_at <= @Now order by next_attempt_at limit @Limit) waiting
        union all
        select id, next_attempt_at from (
          select id, next_attempt_at from outbox where status = 'sending' and next_attempt_at <= @Now order by next_attempt_at limit @Limit) sending
        order by due_at limit @Limit
        """;
}
