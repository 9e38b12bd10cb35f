using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Notices;

/// <summary>My in-app inbox, newest first; <c>?unread=true</c> leaves out what I have read.</summary>
public static class ListAlerts
{
    public sealed record Item(
        string Id, [property: ClosedList<EnumList<NoticeKind>>] string Kind, int Level, string? CaseId, string? CaseNumber, StageKind? Stage, string Text, DateTimeOffset At, DateTimeOffset? ReadAt)
    {
        /// <summary>The case's; null for who is only told how another's matter goes on.</summary>
        public string? CaseTitle { get; init; }
    }

    public static void Map(RouteGroupBuilder api) => api.MapGet("/alerts", async (
        string? limit, string? after, bool? unread, CurrentUser user, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(user, limit, after, unread ?? false, ct)).ToHttp())
        .RequireAuthorization(Rights.SignedIn).WithName("ListAlerts").Produces<Page<Item>>();

    public sealed class Handler(Database database)
    {
        public async Task<Result<Page<Item>>> HandleAsync(CurrentUser user, string? limit, string? after, bool unread, CancellationToken ct)
        {
            var page = PageRequest.Parse(limit, after);
            if (page.Refusal is { } refusal)
                return refusal;

            var rows = await database.ReadAsync(
                connection => connection.QueryAsync<Row>(
                    unread ? SelectUnread : Select, new { user.Id, After = page.Value.After ?? "z", Limit = page.Value.Limit + 1 }),
                ct);
            return page.Value.Cut<Item>([.. rows.Select(row => row.ToItem())], item => item.Id);
        }
    }

    private const string Columns = """
        select a.id, a.kind, a.level, a.case_id, a.case_number, a.stage_kind, a.text, a.at, a.read_at,
          case when a.kind <> 'progress' or k.resident_id = @Id then k.title end as case_title
        from alerts a left join cases k on k.id = a.case_id
        """;

    private const string Select = $"{Columns} where a.recipient_id = @Id and a.id < @After order by a.id desc limit @Limit";

    private const string SelectUnread = $"{Columns} where a.recipient_id = @Id and a.id < @After and a.read_at is null order by a.id desc limit @Limit";

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Kind { get; init; } = "";

        public int Level { get; init; }

        public string? CaseId { get; init; }

        public string? CaseNumber { get; init; }

        public string? StageKind { get; init; }

        public string Text { get; init; } = "";

        public DateTimeOffset At { get; init; }

        public DateTimeOffset? ReadAt { get; init; }

        public string? CaseTitle { get; init; }

        public Item ToItem() => new(
            Id, Kind, Level, CaseId, CaseNumber, StageKind is null ? null : Enum.Parse<StageKind>(StageKind), Text, At, ReadAt)
        { CaseTitle = CaseTitle };
    }
}
