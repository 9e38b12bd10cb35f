using System.Text.Json;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Notices.Outbox;

/// <summary>
/// What did not leave the program, for the administrators of the jurisdiction, newest first: <c>?status=failed</c> (refused, or parked after the
/// last try), <c>doubtful</c> or <c>waiting</c>. Names no person and no text: a number and a reason are enough to act on.
/// </summary>
public static class ListDeliveries
{
    /// <param name="Error">Why the last attempt ended as it did.</param>
    public sealed record Item(
        string Id, string Channel, string Status, string Kind, string? CaseId, string Subject, int Attempts, string? Error, DateTimeOffset CreatedAt,
        DateTimeOffset NextAttemptAt);

    public static void Map(RouteGroupBuilder outbox) => outbox.MapGet("", async (
        [ClosedList("failed", "doubtful", "waiting")] string? status, string? limit, string? after, CurrentUser user, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(user, status, limit, after, ct)).ToHttp())
        .WithName("ListDeliveries").Produces<Page<Item>>();

    public sealed class Handler(Database database)
    {
        public async Task<Result<Page<Item>>> HandleAsync(CurrentUser user, string? status, string? limit, string? after, CancellationToken ct)
        {
            var page = PageRequest.Parse(limit, after);
            if (page.Refusal is { } refusal)
                return refusal;

            (string First, string Second)? wanted = status switch
            {
                null or "" or "failed" => ("refused", "parked"),
                "doubtful" => ("doubtful", ""),
                "waiting" => ("waiting", "sending"),
                _ => null,
            };
            if (wanted is not { } statuses)
                return Refusal.OfField("status", "field_delivery_status");

            var rows = await database.ReadAsync(
                connection => connection.QueryAsync<Row>(
                    Select, new { user.Jurisdiction, statuses.First, statuses.Second, After = page.Value.After ?? "z", Limit = page.Value.Limit + 1 }),
                ct);
            return page.Value.Cut<Item>([.. rows.Select(row => row.ToItem())], item => item.Id);
        }
    }

    private const string Columns = "id, channel, status, payload, attempts, last_error, created_at, next_attempt_at";

    // Each half is a walk along the index and ends at the limit; sorted together they would read everything that was ever refused.
    private const string Select = $"""
        select {Columns} from (
          select {Columns} from outbox where jurisdiction = @Jurisdiction and status = @First and id < @After order by id desc limit @Limit) a
        union all
        select {Columns} from (
          select {Columns} from outbox where jurisdiction = @Jurisdiction and status = @Second and id < @After order by id desc limit @Limit) b
        order by id desc limit @Limit
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Channel { get; init; } = "";

        public string Status { get; init; } = "";

        public string Payload { get; init; } = "";

        public int Attempts { get; init; }

        public string? LastError { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset NextAttemptAt { get; init; }

        public Item ToItem()
        {
            var notice = JsonSerializer.Deserialize<OutgoingNotice>(Payload, ApiJson.Options)!;
            return new Item(Id, Channel, Status, NoticeKinds.NameOf(notice.Kind), notice.CaseId, notice.CaseNumber, Attempts, LastError, CreatedAt, NextAttemptAt);
        }
    }
}
