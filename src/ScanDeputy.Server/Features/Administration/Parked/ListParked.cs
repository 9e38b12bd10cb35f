using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Administration.Parked;

/// <summary>
/// The rows that a sweep could not handle, for the administrators of their jurisdiction, those that belong to none for all; newest first.
/// <c>?status=parked</c>: given up after the last attempt; <c>waiting</c>: tried again by themselves.
/// </summary>
public static class ListParked
{
    /// <param name="Key">Which of the sweep's rows.</param>
    /// <param name="Error">What happened at the last attempt: types and codes, no values.</param>
    /// <param name="NextAttemptAt">Null when it is parked.</param>
    public sealed record Item(
        string Id, string Sweep, string Key, string? CaseId, string? CaseNumber, int Attempts, string Error, DateTimeOffset FirstFailedAt, DateTimeOffset LastFailedAt,
        DateTimeOffset? NextAttemptAt, DateTimeOffset? ParkedAt);

    public static void Map(RouteGroupBuilder parked) => parked.MapGet("", async (
        [ClosedList("parked", "waiting")] string? status, string? limit, string? after, CurrentUser user, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(user, status, limit, after, ct)).ToHttp())
        .WithName("ListParked").Produces<Page<Item>>();

    public sealed class Handler(Database database)
    {
        public async Task<Result<Page<Item>>> HandleAsync(CurrentUser user, string? status, string? limit, string? after, CancellationToken ct)
        {
            var page = PageRequest.Parse(limit, after);
            if (page.Refusal is { } refusal)
                return refusal;
            if (status is not (null or "" or "parked" or "waiting"))
                return Refusal.OfField("status", "field_parked_status");

            var rows = await database.ReadAsync(
                connection => connection.QueryAsync<Row>(
                    status == "waiting" ? SelectWaiting : SelectParked, new { user.Jurisdiction, After = page.Value.After ?? "z", Limit = page.Value.Limit + 1 }),
                ct);
            return page.Value.Cut<Item>([.. rows.Select(row => row.ToItem())], item => item.Id);
        }
    }

    // The table holds what went wrong and nothing else: it is small, and walked from its newest row.
    private const string Select = """
        select f.id, f.sweep, f.row_key, f.case_id, k.number as case_number, f.attempts, f.error, f.first_failed_at, f.last_failed_at, f.next_attempt_at, f.parked_at
        from sweep_failures f left join cases k on k.id = f.case_id
        where (f.jurisdiction = @Jurisdiction or f.jurisdiction is null) and f.id < @After
        """;

    private const string SelectParked = $"{Select} and f.parked_at is not null order by f.id desc limit @Limit";

    private const string SelectWaiting = $"{Select} and f.parked_at is null order by f.id desc limit @Limit";

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Sweep { get; init; } = "";

        public string RowKey { get; init; } = "";

        public string? CaseId { get; init; }

        public string? CaseNumber { get; init; }

        public int Attempts { get; init; }

        public string Error { get; init; } = "";

        public DateTimeOffset FirstFailedAt { get; init; }

        public DateTimeOffset LastFailedAt { get; init; }

        public DateTimeOffset? NextAttemptAt { get; init; }

        public DateTimeOffset? ParkedAt { get; init; }

        public Item ToItem() => new(Id, Sweep, RowKey, CaseNumber is null ? null : CaseId, CaseNumber, Attempts, Error, FirstFailedAt, LastFailedAt, NextAttemptAt, ParkedAt);
    }
}
