using Dapper;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Waiting;
using ScanDeputy.Server.Jobs.Rows;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.ContentReview;

/// <summary>The queue of content checks: each is leased by one worker, which gives it back with a verdict or with the time of the next attempt.</summary>
public sealed class ContentCheckRows(Database database, ContentVerdicts verdicts, Node node, TimeProvider clock)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Those that nobody else has taken meanwhile, in one transaction.</summary>
    internal async Task<IReadOnlyList<ContentCheckRow>> LeaseAsync(IReadOnlyList<string> ids, CancellationToken ct)
    {
        var due = (await database.ReadAsync(connection => connection.QueryAsync<ContentCheckRow>(Select, new { ids, Now = clock.GetUtcNow() }), ct)).AsList();
        if (due.Any(row => row.FoundCase is null || row.FoundAuthor is null))
            throw new InconsistentRowException("the report that is to be checked, or its author, is missing");

        return await database.WriteAsync(
            async scope =>
            {
                var now = clock.GetUtcNow();
                var mine = new List<ContentCheckRow>(due.Count);
                foreach (var row in due)
                {
                    if (await scope.ExecuteAsync(TakeLease, new { row.Id, row.NextAttemptAt, Node = node.Id, Until = now + Lease }) == 1)
                        mine.Add(row);
                }

                return mine;
            },
            ct);
    }

    /// <summary>Leased and not looked at: it does not count as an attempt.</summary>
    internal ContentCheckEnd NotBegun(ContentCheckRow row) => new(row, null, null, clock.GetUtcNow(), Attempts: 0);

    internal Task<int> NoteAskedAsync(ContentCheckRow row, string traceId, DateTimeOffset next, CancellationToken ct) => database.WriteAsync(
        scope => scope.ExecuteAsync(NoteAsked, new { row.Id, Node = node.Id, traceId, next }), ct);

    /// <summary>Not stopped with the program: what became of the checks is known here and nowhere else.</summary>
    internal Task<int> EndAsync(IReadOnlyList<ContentCheckEnd> ends) => ends.Count == 0
        ? Task.FromResult(0)
        : database.WriteAsync(
            async scope =>
            {
                foreach (var end in ends)
                    await EndAsync(scope, end);
                return ends.Count;
            },
            CancellationToken.None);

    private async Task EndAsync(WriteScope scope, ContentCheckEnd end)
    {
        if (end is { Next: null, Status: null })
            return;

        if (end.Next is not null)
        {
            await scope.ExecuteAsync(PutBack, new { end.Row.Id, Node = node.Id, end.Next, Error = end.Suggestion, Attempts = end.Row.Attempts + end.Attempts });
            return;
        }

        var finished = await scope.ExecuteAsync(Finish, new { end.Row.Id, Node = node.Id, end.Status, end.Suggestion, end.Label });
        if (finished == 0)
            return;
        if (end.Row.AttachmentId is not { } photo)
        {
            await verdicts.OnTextAsync(scope, end.Row.CaseId, end.Status!);
            return;
        }

        await scope.ExecuteAsync(MarkAttachment, new { end.Status, photo });
        await CaseWaits.SaveContentAsync(scope, end.Row.CaseId, clock.GetUtcNow());
    }

    internal static async Task<RowOrigin> OriginOfAsync(WriteScope scope, string id) =>
        await scope.FirstOrDefaultAsync<string>("select case_id from content_checks where id = @id", new { id }) is { } caseId
            ? await CaseOrigin.OfAsync(scope, caseId)
            : RowOrigin.Everywhere;

    private const string MarkAttachment = "update attachments set content_status = @Status where id = @photo";

    private const string Select = """
        select q.id, q.case_id, q.attachment_id, q.attempts, q.next_attempt_at, k.title, k.text, k.place_address, a.content_type, u.openid_encrypted,
          k.id as found_case, u.id as found_author,
          exists (select 1 from user_roles r where r.user_id = u.id and r.role <> 'Resident') as author_is_staff
        from content_checks q
        left join cases k on k.id = q.case_id
        left join attachments a on a.id = q.attachment_id
        left join users u on u.id = coalesce(a.owner_id, k.resident_id)
        where q.id in @ids and q.status = 'waiting' and q.next_attempt_at <= @Now
        order by q.next_attempt_at
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
        update content_checks set trace_id = @traceId, next_attempt_at = @next, lease_owner = null, lease_until = null, last_error = null
        where id = @Id and status = 'waiting' and lease_owner = @Node
        """;

    private const string Finish = """
        update content_checks set status = @Status, suggestion = @Suggestion, label = @Label, lease_owner = null, lease_until = null
        where id = @Id and status = 'waiting' and lease_owner = @Node
        """;
}

/// <summary>What a check needs of its row, the report and the author.</summary>
public sealed record ContentCheckRow
{
    public string Id { get; init; } = "";

    public string CaseId { get; init; } = "";

    public string? AttachmentId { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset NextAttemptAt { get; init; }

    public string? Title { get; init; }

    public string? Text { get; init; }

    public string? PlaceAddress { get; init; }

    public string? ContentType { get; init; }

    public string? OpenidEncrypted { get; init; }

    public bool AuthorIsStaff { get; init; }

    public string? FoundCase { get; init; }

    public string? FoundAuthor { get; init; }
}

/// <summary>What became of one check: a verdict, or another try at <see cref="Next"/>.</summary>
internal sealed record ContentCheckEnd(ContentCheckRow Row, string? Status, string? Suggestion, DateTimeOffset? Next, int Attempts = 1)
{
    /// <summary>WeChat's, of a text; null when it was not judged.</summary>
    public int? Label { get; init; }

    /// <summary>The verdict comes later; that it was asked for is written already.</summary>
    public static ContentCheckEnd Asked(ContentCheckRow row) => new(row, null, null, null);
}
