using Dapper;
using Microsoft.Extensions.Options;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.WeChat;
using ScanDeputy.Server.Platform.WeChat.Callbacks;

namespace ScanDeputy.Server.Features.ContentReview.Photos;

/// <summary>
/// WeChat's verdict on a photo, pushed some time after it was asked for. Fit: the photo may be shown to all. Unsure: the committee office decides.
/// Unfit: it is never shown to the public, and whoever sent it hears so. The first verdict counts, so a push that comes again changes nothing.
/// </summary>
public sealed class PhotoVerdicts(Database database, ContentVerdicts verdicts, IOptionsMonitor<WeChatOptions> options, TimeProvider clock) : IWeChatEventReceiver
{
    private static readonly TimeSpan UntilAskedAgain = TimeSpan.FromMinutes(2);

    // The verdict may overtake the note of what it will be known by; WeChat waits five seconds for an answer.
    private const int Looks = 20;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    public string Event => "wxa_media_check";

    public async Task<bool> TakeAsync(WeChatEvent happened, CancellationToken ct)
    {
        if (happened.Text("trace_id") is not { Length: > 0 and <= 100 } traceId || (happened.Text("appid") is { } appId && appId != options.CurrentValue.AppId))
            return true;

        for (var look = 0; look < Looks; look++)
        {
            if (look > 0)
                await Task.Delay(BetweenLooks, ct);
            if (await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<Row>(SelectCheck, new { traceId }), ct) is { } check)
                return await TakeAsync(happened, traceId, check, ct);
            if (!await database.ReadAsync(connection => connection.ExecuteScalarAsync<bool>(SomebodyIsAsking), ct))
                return true;
        }

        return false;
    }

    private Task<bool> TakeAsync(WeChatEvent happened, string traceId, Row check, CancellationToken ct) => database.WriteAsync(
        async scope =>
        {
            if (happened.Text("errcode") is { } code && code != "0")
            {
                // It could not fetch the photo, for example.
                await scope.ExecuteAsync(AskAgain, new { traceId, Next = clock.GetUtcNow() + UntilAskedAgain, Error = $"verdict {code}" });
                return true;
            }

            var suggestion = WeChatVerdict.SuggestionOf(happened.Text("result", "suggest"), happened.Number("result", "label"));
            var status = ContentChecks.StatusOf(suggestion);
            if (await scope.ExecuteAsync(Finish, new { traceId, status, Suggestion = suggestion.ToString() }) == 0)
                return true;

            await verdicts.OnPhotoAsync(scope, check.CaseId, check.AttachmentId, check.OwnerId, status);
            return true;
        },
        ct);

    private const string SelectCheck = """
        select q.case_id, q.attachment_id, a.owner_id from content_checks q join attachments a on a.id = q.attachment_id where q.trace_id = @traceId
        """;

    private const string SomebodyIsAsking = """
        select exists (select 1 from content_checks where status = 'waiting' and lease_owner is not null and attachment_id is not null)
        """;

    private const string Finish = """
        update content_checks set status = @status, suggestion = @Suggestion, lease_owner = null, lease_until = null where trace_id = @traceId and status = 'waiting'
        """;

    private const string AskAgain = """
        update content_checks set next_attempt_at = @Next, last_error = @Error where trace_id = @traceId and status = 'waiting' and lease_owner is null
        """;

    private sealed record Row
    {
        public string CaseId { get; init; } = "";

        public string AttachmentId { get; init; } = "";

        public string OwnerId { get; init; } = "";
    }
}
