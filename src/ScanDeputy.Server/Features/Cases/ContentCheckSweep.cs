using Dapper;
using ScanDeputy.Server.Features.Cases.Photos;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.Cases;

/// <summary>
/// Does the content checks that are still open: leases a row, commits, asks WeChat, writes the verdict. While the platform is away it
/// tries again at growing distances; after the last try, or when the author was here too long ago, a person has to look. A photo's verdict comes later,
/// as a push (<see cref="PhotoVerdicts"/>); one that does not come is asked for again.
/// </summary>
public sealed class ContentCheckSweep(
    Database database, IWeChatClient weChat, TextCheck texts, PhotoAddress addresses, ContentVerdicts verdicts, PersonalData crypto, Node node,
    TimeProvider clock) : ISweep
{
    // A turn takes this many and no more, so that a burst of reports leaves the machine to the people who are waiting.
    private const int AtOnce = 100;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    // WeChat promises a photo's verdict within it.
    private static readonly TimeSpan VerdictWithin = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)];

    public string Name => "content-checks";

    public TimeSpan Every => TimeSpan.FromSeconds(2);

    public SweepKind Kind => SweepKind.Outbox;

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var due = (await database.ReadAsync(
            connection => connection.QueryAsync<Row>(SelectDue, new { Now = clock.GetUtcNow(), AtOnce }), ct)).AsList();
        if (due.Count == 0)
            return 0;

        var leased = await LeaseAsync(due, ct);
        var ends = new List<End>(leased.Count);
        // When the program stops, the check that was begun is finished and the others are given back: nobody has to wait for their leases' end.
        foreach (var row in leased)
            ends.Add(ct.IsCancellationRequested ? End.NotBegun(row, clock.GetUtcNow()) : await CheckAsync(row, CancellationToken.None));
        await database.WriteAsync(scope => EndAsync(scope, ends), CancellationToken.None);
        return leased.Count;
    }

    public Task<DateTimeOffset?> NextDueAtAsync(CancellationToken ct) => database.ReadAsync(
        connection => connection.QueryFirstOrDefaultAsync<DateTimeOffset?>("select min(next_attempt_at) from content_checks where status = 'waiting'"), ct);

    /// <summary>Those rows that nobody else has taken meanwhile, in one transaction.</summary>
    private Task<List<Row>> LeaseAsync(List<Row> due, CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            var now = clock.GetUtcNow();
            var mine = new List<Row>(due.Count);
            foreach (var row in due)
            {
                if (await scope.ExecuteAsync(TakeLease, new { row.Id, row.NextAttemptAt, Node = node.Id, Until = now + Lease }) == 1)
                    mine.Add(row);
            }

            return mine;
        },
        ct);

    /// <summary>What became of one check: a verdict, or another try at <see cref="Next"/>.</summary>
    private sealed record End(Row Row, string? Status, string? Suggestion, DateTimeOffset? Next, int Attempts = 1)
    {
        /// <summary>WeChat's, of a text; null when it was not judged.</summary>
        public int? Label { get; init; }

        /// <summary>The verdict comes later; that it was asked for is written already.</summary>
        public static End Asked(Row row) => new(row, null, null, null);

        /// <summary>Leased and not looked at: it does not count as an attempt.</summary>
        public static End NotBegun(Row row, DateTimeOffset now) => new(row, null, null, now, Attempts: 0);
    }

    private async Task<End> CheckAsync(Row row, CancellationToken ct)
    {
        // Staff write without an openid; what they enter for a visitor is theirs to answer for.
        if (row.OpenidEncrypted is null)
            return new End(row, ContentChecks.Passed, null, null);

        var openId = crypto.Decrypt(PersonalDataPurpose.OpenId, row.OpenidEncrypted);
        if (row.AttachmentId is not null)
            return await AskAboutPhotoAsync(row, openId, ct);

        var result = await texts.AskAsync(openId, TextCheck.Whole(row.Title, row.Text, row.PlaceAddress), ct);
        return result.IsOk
            ? new End(row, ContentChecks.StatusOf(result.Value!.Suggestion), result.Value.Suggestion.ToString(), null) { Label = result.Value.Label }
            : LaterOrHeld(row, result);
    }

    private End LaterOrHeld<T>(Row row, WeChatResult<T> result)
        where T : class => result.Outcome == WeChatOutcome.Refused || row.Attempts >= Waits.Length
        ? new End(row, ContentChecks.Held, $"{result.ErrCode}", null)
        : new End(row, null, $"{result.ErrCode}", clock.GetUtcNow() + Waits[row.Attempts]);

    /// <summary>Where WeChat cannot reach us, does not read the kind of picture (WebP), or was asked often enough, a person looks at it.</summary>
    private async Task<End> AskAboutPhotoAsync(Row row, string openId, CancellationToken ct)
    {
        if (addresses.Of(row.AttachmentId!) is not { } address || row.ContentType == "image/webp" || row.Attempts > Waits.Length)
            return new End(row, ContentChecks.Held, null, null);

        var result = await weChat.CheckMediaAsync(new WeChatMedia(openId, address, WeChatMediaKind.Picture, WeChatScene.Forum), ct);
        if (!result.IsOk)
            return LaterOrHeld(row, result);

        // At once, not with the others of this turn: the verdict may come any moment, and is known by this number only.
        await database.WriteAsync(
            scope => scope.ExecuteAsync(NoteAsked, new { row.Id, Node = node.Id, result.Value!.TraceId, Next = clock.GetUtcNow() + VerdictWithin }), ct);
        return End.Asked(row);
    }

    private async Task<int> EndAsync(WriteScope scope, List<End> ends)
    {
        foreach (var end in ends)
        {
            if (end is { Next: null, Status: null })
                continue;

            if (end.Next is not null)
            {
                await scope.ExecuteAsync(PutBack, new { end.Row.Id, Node = node.Id, end.Next, Error = end.Suggestion, Attempts = end.Row.Attempts + end.Attempts });
                continue;
            }

            var finished = await scope.ExecuteAsync(Finish, new { end.Row.Id, Node = node.Id, end.Status, end.Suggestion, end.Label });
            if (finished == 1)
                await (end.Row.AttachmentId is { } photo ? scope.ExecuteAsync(MarkAttachment, new { end.Status, photo }) : verdicts.OnTextAsync(scope, end.Row.CaseId, end.Status!));
        }

        return ends.Count;
    }

    private const string MarkAttachment = "update attachments set content_status = @Status where id = @photo";

    private const string SelectDue = """
        select q.id, q.case_id, q.attachment_id, q.attempts, q.next_attempt_at, k.title, k.text, k.place_address, a.content_type, u.openid_encrypted
        from content_checks q
        join cases k on k.id = q.case_id
        left join attachments a on a.id = q.attachment_id
        join users u on u.id = coalesce(a.owner_id, k.resident_id)
        where q.status = 'waiting' and q.next_attempt_at <= @Now
        order by q.next_attempt_at limit @AtOnce
        """;

    // The next attempt is moved to the lease's end: a worker that dies gives the row back by itself.
    private const string TakeLease = """
        update content_checks set lease_owner = @Node, lease_until = @Until, next_attempt_at = @Until, attempts = attempts + 1
        where id = @Id and status = 'waiting' and next_attempt_at = @NextAttemptAt
        """;

    private const string PutBack = """
        update content_checks set lease_owner = null, lease_until = null, next_attempt_at = @Next, last_error = @Error, attempts = @Attempts
        where id = @Id and status = 'waiting' and lease_owner = @Node
        """;

    private const string NoteAsked = """
        update content_checks set trace_id = @TraceId, next_attempt_at = @Next, lease_owner = null, lease_until = null, last_error = null
        where id = @Id and status = 'waiting' and lease_owner = @Node
        """;

    private const string Finish = """
        update content_checks set status = @Status, suggestion = @Suggestion, label = @Label, lease_owner = null, lease_until = null
        where id = @Id and status = 'waiting' and lease_owner = @Node
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string CaseId { get; init; } = "";

        public string? AttachmentId { get; init; }

        public int Attempts { get; init; }

        public DateTimeOffset NextAttemptAt { get; init; }

        public string Title { get; init; } = "";

        public string Text { get; init; } = "";

        public string? PlaceAddress { get; init; }

        public string? ContentType { get; init; }

        public string? OpenidEncrypted { get; init; }
    }
}
