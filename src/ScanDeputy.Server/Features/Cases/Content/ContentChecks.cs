using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.Cases.Content;

/// <summary>
/// What residents send is checked by WeChat before others can see it. The check is queued with the report and done afterwards, so
/// that a report is never lost because the platform is away (handbook §3; WeChat rule 5.18).
/// </summary>
public static class ContentChecks
{
    public const string Waiting = "waiting";
    public const string Passed = "passed";

    /// <summary>Held for a person to look at: the platform was not sure, or could not be asked.</summary>
    public const string Held = "held";

    /// <summary>WeChat found it unfit: not for the public, whoever looks at it. The case goes its way all the same.</summary>
    public const string Refused = "refused";

    public static string StatusOf(WeChatSuggestion suggestion) => suggestion switch
    {
        WeChatSuggestion.Pass => Passed,
        WeChatSuggestion.Risky => Refused,
        _ => Held,
    };

    /// <summary>A report with its photos.</summary>
    public static void Queue(WriteScope scope, string caseId, IReadOnlyList<string> attachmentIds, TimeProvider clock) =>
        QueueAll(scope, caseId, [null, .. attachmentIds], clock);

    /// <summary>Photos that came later.</summary>
    public static void QueuePhotos(WriteScope scope, string caseId, IReadOnlyList<string> attachmentIds, TimeProvider clock) => QueueAll(scope, caseId, attachmentIds, clock);

    private static void QueueAll(WriteScope scope, string caseId, IReadOnlyList<string?> attachmentIds, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        foreach (var attachmentId in attachmentIds)
            scope.Later(Insert, new { Id = Ids.New(clock), caseId, attachmentId, Status = Waiting, now });
    }

    private const string Insert = """
        insert into content_checks (id, case_id, attachment_id, status, attempts, next_attempt_at)
        values (@Id, @caseId, @attachmentId, @Status, 0, @now)
        """;
}
