using Dapper;
using ScanDeputy.Server.Features.Notices.Subscriptions;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Notices.Outbox;

/// <summary>
/// Attempts as the outbox keeps them: begun by a compare-and-set under a lease, ended by whoever began. Where a way certainly is none, the same
/// transaction that says so writes the row of the next one.
/// </summary>
public sealed class OutboxAttempts(Database database, NextWays next, MessageQuotas quotas, Node node, TimeProvider clock)
{
    // Longer than any call may take, with room for a pause of the machine.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6),
    ];

    /// <summary>What an attempt needs to know of these rows; none of those that somebody has taken meanwhile.</summary>
    internal async Task<IReadOnlyList<OutboxRow>> LoadAsync(IReadOnlyList<string> ids, CancellationToken ct) =>
        (await database.ReadAsync(connection => connection.QueryAsync<OutboxRow>(Select, new { ids, Now = clock.GetUtcNow() }), ct)).AsList();

    /// <param name="template">Of which a message is to be taken; null when the way is another.</param>
    /// <returns>Null when somebody else has begun it.</returns>
    internal Task<OutboxRow?> BeginAsync(OutboxRow row, NoticeTemplate? template, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync<OutboxRow?>(
            async scope =>
            {
                if (await scope.ExecuteAsync(Begin, new { row.Id, row.NextAttemptAt, Node = node.Id, now, Until = now + Lease }) != 1)
                    return null;
                return template is { } one ? row with { Template = one, Quota = await quotas.TakeAsync(scope, row.RecipientId!, one) } : row;
            },
            ct);
    }

    /// <summary>The worker that began it ended before it could say what came of it.</summary>
    /// <returns>False when somebody else has said so.</returns>
    internal async Task<bool> AbandonAsync(OutboxRow row, CancellationToken ct) =>
        await EndAsync(row.Id, row.LeaseOwner, "doubtful", "the worker ended during the attempt", ct) == 1;

    internal Task<int> EndAsync(OutboxRow row, string status, string? error, CancellationToken ct, long? messageId = null) => EndAsync(row.Id, node.Id, status, error, ct, messageId);

    /// <returns>False when it was the last one allowed.</returns>
    internal async Task<bool> AgainAsync(OutboxRow row, string? why, CancellationToken ct)
    {
        if (row.Attempts >= Waits.Length)
            return false;

        await RecordAsync(
            async scope =>
            {
                var put = await scope.ExecuteAsync(PutBack, new { row.Id, Node = node.Id, Next = clock.GetUtcNow() + Waits[row.Attempts], Error = Cut(why) });
                await SettleAsync(scope, row, put, false);
                return put;
            },
            ct);
        return true;
    }

    /// <summary>This way is none, and nothing went out over it: the next one is tried, in its hours.</summary>
    /// <param name="notSubscribed">WeChat said so.</param>
    internal Task GiveUpAsync(OutboxRow row, string status, string? why, CancellationToken ct, bool notSubscribed = false) => RecordAsync(
        async scope =>
        {
            var ended = await scope.ExecuteAsync(End, new { id = row.Id, owner = node.Id, status, Error = Cut(why), Now = clock.GetUtcNow(), messageId = (long?)null });
            await SettleAsync(scope, row, ended, notSubscribed);
            if (ended == 1)
                await next.TakeAsync(scope, row);
            return ended;
        },
        ct);

    /// <summary>Nothing went out over WeChat: what was taken for it is given back, or was never there.</summary>
    /// <param name="ended">1 when this attempt was ours to end.</param>
    private async Task SettleAsync(WriteScope scope, OutboxRow row, int ended, bool notSubscribed)
    {
        if (ended != 1 || row is not { RecipientId: { } userId, Template: { } template })
            return;
        if (notSubscribed)
            await quotas.ExhaustAsync(scope, userId, template);
        else if (row.Quota == QuotaUse.Spent)
            await quotas.GiveBackAsync(scope, userId, template);
    }

    private Task<int> EndAsync(string id, string? owner, string status, string? error, CancellationToken ct, long? messageId = null) => RecordAsync(
        scope => scope.ExecuteAsync(End, new { id, owner, status, Error = Cut(error), Now = clock.GetUtcNow(), messageId }), ct);

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

    internal static async Task<RowOrigin> OriginOfAsync(WriteScope scope, string id) =>
        new(await scope.FirstOrDefaultAsync<string>("select jurisdiction from outbox where id = @id", new { id }), null);

    private const string Select = """
        select o.id, o.channel, o.recipient_id, o.status, o.payload, o.dedupe_key, o.jurisdiction, o.attempts, o.next_attempt_at, o.lease_owner, u.openid_encrypted,
          coalesce(o.to_phone_encrypted, u.phone_encrypted) as phone_encrypted
        from outbox o left join users u on u.id = o.recipient_id
        where o.id in @ids and o.status in ('waiting', 'sending') and o.next_attempt_at <= @Now
        order by o.next_attempt_at
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
        update outbox set status = @status, last_error = @Error, done_at = @Now, message_id = @messageId, lease_owner = null, lease_until = null,
          to_phone_encrypted = case when @status = 'sent' then null else to_phone_encrypted end
        where id = @id and status = 'sending' and lease_owner = @owner
        """;
}
