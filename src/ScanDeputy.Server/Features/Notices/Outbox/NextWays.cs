using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Notices.Outbox;

/// <summary>Where a way was none, writes the row of the next one, in its hours; once, however often it is asked.</summary>
public sealed class NextWays(Deliveries deliveries, RuleBook book, TimeProvider clock)
{
    internal async Task TakeAsync(WriteScope scope, OutboxRow row)
    {
        if (deliveries.WayAfter(row) is not { } way)
            return;

        var now = clock.GetUtcNow();
        var hours = row.Jurisdiction is { } code ? Deliveries.HoursOf(row, await book.LoadAsync(scope.Connection, code, scope.Transaction)) : SendingHours.Default;
        var key = row.Channel == NoticeWriter.WeChatChannel ? row.DedupeKey : row.DedupeKey[..row.DedupeKey.LastIndexOf('/')];
        await scope.ExecuteAsync(scope.Dialect.InsertOrIgnore + Insert, new { NewId = Ids.New(clock), way, Key = $"{key}/{way}", From = hours.FirstFrom(now), now, row.Id });
    }

    private const string Insert = """
         outbox (id, channel, recipient_id, payload, dedupe_key, status, attempts, next_attempt_at, created_at, jurisdiction)
        select @NewId, @way, recipient_id, payload, @Key, 'waiting', 0, @From, @now, jurisdiction from outbox where id = @Id
        """;
}
