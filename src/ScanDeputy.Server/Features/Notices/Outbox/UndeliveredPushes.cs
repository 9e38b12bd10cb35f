using System.Globalization;
using ScanDeputy.Server.Features.Notices.Subscriptions;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Notices.Outbox;

/// <summary>
/// A message that WeChat took and tells of later that it did not arrive: it ends as one that was refused at once, and goes the next way (handbook §5). Told
/// again, nothing more happens.
/// </summary>
public sealed class UndeliveredPushes(Deliveries deliveries, NextWays next, OutboxJournal journal, TimeProvider clock)
{
    // WeChat tells within seconds. A message that it gave no id is looked for among those of so long.
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    /// <param name="messageId">As WeChat called it, if the push names it.</param>
    /// <param name="code">Why it did not arrive.</param>
    /// <returns>False while an attempt to this person is under way: which message it was is known after it.</returns>
    internal async Task<bool> TakeAsync(WriteScope scope, string userId, NoticeTemplate template, long? messageId, long code)
    {
        var now = clock.GetUtcNow();
        var rows = (await scope.ListAsync<TakenRow>(Select, new { userId, messageId, Channel = NoticeWriter.WeChatChannel, Since = now - Recent })).Where(row => deliveries.TemplateOf(row) == template).ToList();
        if (Meant(rows, messageId) is not { } row)
            return !rows.Any(one => one.Status == "sending");

        var values = new { row.Id, Error = string.Create(CultureInfo.InvariantCulture, $"errcode {code} after it was taken"), now };
        if (await scope.ExecuteAsync("update outbox set status = 'refused', last_error = @Error, done_at = @now where id = @Id and status = 'sent'", values) == 1)
        {
            journal.Refused(row.Channel);
            await next.TakeAsync(scope, row);
        }

        return true;
    }

    /// <summary>The one with the id; where WeChat gave none, the only one that it can be.</summary>
    private static TakenRow? Meant(IReadOnlyList<TakenRow> rows, long? messageId)
    {
        if (messageId is not null && rows.FirstOrDefault(row => row.MessageId == messageId) is { } named)
            return named;
        var unnamed = rows.Where(row => row is { Status: "sent", MessageId: null }).ToList();
        return unnamed.Count == 1 && !rows.Any(row => row.Status == "sending") ? unnamed[0] : null;
    }

    private const string Select = """
        select o.id, o.channel, o.recipient_id, o.status, o.payload, o.dedupe_key, o.jurisdiction, o.message_id, u.openid_encrypted, u.phone_encrypted
        from outbox o join users u on u.id = o.recipient_id
        where o.recipient_id = @userId and o.channel = @Channel and (o.status = 'sending' or (o.status = 'sent' and (o.message_id = @messageId or (o.message_id is null and o.done_at >= @Since))))
        order by o.id
        """;

    private sealed record TakenRow : OutboxRow
    {
        public long? MessageId { get; init; }
    }
}
