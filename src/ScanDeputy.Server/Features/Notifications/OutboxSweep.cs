using Dapper;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Deadlines;
using ScanDeputy.Server.Platform.Outbox;

namespace ScanDeputy.Server.Features.Notifications;

/// <summary>
/// Sends what waits in the outbox. One row at a time: begin the attempt by a compare-and-set, commit, call WeChat, record the end.
/// WeChat cannot recognise a message sent twice; so when a worker dies between begin and end, nobody knows whether the message went
/// out, and the row becomes <c>doubtful</c> and is not sent again (docs/decisions/0005). The in-app inbox has it in any case. Where a way
/// certainly is none, the same transaction that says so writes the row of the next one.
/// </summary>
public sealed class OutboxSweep(
    Database database, Deliveries deliveries, RuleBook book, Node node, OutboxJournal journal, TimeProvider clock) : ISweep
{
    // A turn takes this many and no more, so that a burst of messages leaves the machine to the people who are waiting.
    private const int AtOnce = 100;

    // Longer than any call may take, with room for a pause of the machine.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6),
    ];

    public string Name => "outbox";

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public SweepKind Kind => SweepKind.Outbox;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var due = (await database.ReadAsync(
            connection => connection.QueryAsync<OutboxRow>(SelectDue, new { Now = clock.GetUtcNow(), AtOnce }), ct)).AsList();
        var done = 0;
        foreach (var row in due)
        {
            if (ct.IsCancellationRequested)
                break;
            done += await TakeAsync(row, ct) ? 1 : 0;
        }

        return done;
    }

    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => database.ReadAsync(
        connection => connection.QueryFirstOrDefaultAsync<DateTimeOffset?>(
            "select min(next_attempt_at) from outbox where status in ('waiting', 'sending')"),
        ct);

    private async Task<bool> TakeAsync(OutboxRow row, CancellationToken ct)
    {
        if (row.Status == "sending")
        {
            if (!await EndAsync(row.Id, row.LeaseOwner, "doubtful", "the worker ended during the attempt", ct))
                return false;

            journal.Abandoned(row.Channel, row.Id);
            return true;
        }

        var now = clock.GetUtcNow();
        var begun = await database.WriteAsync(
            scope => scope.ExecuteAsync(Begin, new { row.Id, row.NextAttemptAt, Node = node.Id, now, Until = now + Lease }), ct);
        if (begun == 0)
            return false;

        await SendAsync(row, ct);
        return true;
    }

    private async Task SendAsync(OutboxRow row, CancellationToken ct)
    {
        // Begun is begun: a call given up half-way would leave a doubt. The wire's time-out is its end, also when the program stops.
        var delivery = await deliveries.SendAsync(row, CancellationToken.None);
        switch (delivery.End)
        {
            case DeliveryEnd.Sent:
                await EndAsync(row.Id, node.Id, "sent", null, ct);
                break;
            case DeliveryEnd.Doubtful:
                journal.Unanswered(row.Channel);
                await EndAsync(row.Id, node.Id, "doubtful", delivery.Why, ct);
                break;
            case DeliveryEnd.Skipped:
                await GiveUpAsync(row, "skipped", delivery.Why, ct);
                break;
            case DeliveryEnd.Refused:
                journal.Refused(row.Channel);
                await GiveUpAsync(row, "refused", delivery.Why, ct);
                break;
            default:
                await AgainAsync(row, delivery.Why, ct);
                break;
        }
    }

    private async Task AgainAsync(OutboxRow row, string? why, CancellationToken ct)
    {
        if (row.Attempts >= Waits.Length)
        {
            journal.Parked(row.Channel, row.Id, why);
            await GiveUpAsync(row, "parked", why, ct);
            return;
        }

        journal.Again(row.Channel);
        await RecordAsync(
            scope => scope.ExecuteAsync(PutBack, new { row.Id, Node = node.Id, Next = clock.GetUtcNow() + Waits[row.Attempts], Error = Cut(why) }), ct);
    }

    /// <summary>This way is none, and nothing went out over it: the next one is tried, in its hours.</summary>
    private Task GiveUpAsync(OutboxRow row, string status, string? why, CancellationToken ct) => RecordAsync(
        async scope =>
        {
            var now = clock.GetUtcNow();
            var ended = await scope.ExecuteAsync(End, new { id = row.Id, owner = node.Id, status, Error = Cut(why), Now = now });
            if (ended == 1 && deliveries.WayAfter(row) is { } way)
            {
                var rules = row.Jurisdiction is { } code ? await book.LoadAsync(scope.Connection, code, scope.Transaction) : DateRules.Default;
                var key = row.Channel == NoticeWriter.WeChatChannel ? row.DedupeKey : row.DedupeKey[..row.DedupeKey.LastIndexOf('/')];
                await scope.ExecuteAsync(
                    scope.Dialect.InsertOrIgnore + TakeNextWay,
                    new { NewId = Ids.New(clock), way, Key = $"{key}/{way}", From = new AlertLadder(rules.Calendar).QuietHoursEnd(now, rules.Policies.At(now)), now, row.Id });
            }

            return ended;
        },
        ct);

    private async Task<bool> EndAsync(string id, string? owner, string status, string? error, CancellationToken ct) => await RecordAsync(
        scope => scope.ExecuteAsync(End, new { id, owner, status, Error = Cut(error), Now = clock.GetUtcNow() }), ct) == 1;

    private static string? Cut(string? error) => error?.Length > 300 ? error[..300] : error;

    /// <summary>What became of an attempt is known here and nowhere else: a database that is away is waited for while the lease lasts and the program runs.</summary>
    private async Task<int> RecordAsync(Func<WriteScope, Task<int>> write, CancellationToken stopping)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await database.WriteAsync(write, CancellationToken.None);
            }
            catch (DatabaseUnavailableException) when (!stopping.IsCancellationRequested && clock.GetElapsedTime(started) < Lease / 2)
            {
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    private const string SelectDue = """
        select o.id, o.channel, o.status, o.payload, o.dedupe_key, o.jurisdiction, o.attempts, o.next_attempt_at, o.lease_owner, u.openid_encrypted,
          u.phone_encrypted
        from outbox o left join users u on u.id = o.recipient_id
        where o.status in ('waiting', 'sending') and o.next_attempt_at <= @Now
        order by o.next_attempt_at limit @AtOnce
        """;

    private const string Begin = """
        update outbox set status = 'sending', attempts = attempts + 1, attempt_started_at = @now, lease_owner = @Node, lease_until = @Until,
          next_attempt_at = @Until
        where id = @Id and status = 'waiting' and next_attempt_at = @NextAttemptAt
        """;

    private const string PutBack = """
        update outbox set status = 'waiting', next_attempt_at = @Next, last_error = @Error, lease_owner = null, lease_until = null
        where id = @Id and status = 'sending' and lease_owner = @Node
        """;

    private const string End = """
        update outbox set status = @status, last_error = @Error, done_at = @Now, lease_owner = null, lease_until = null
        where id = @id and status = 'sending' and lease_owner = @owner
        """;

    private const string TakeNextWay = """
         outbox (id, channel, recipient_id, payload, dedupe_key, status, attempts, next_attempt_at, created_at, jurisdiction)
        select @NewId, @way, recipient_id, payload, @Key, 'waiting', 0, @From, @now, jurisdiction from outbox where id = @Id
        """;
}
