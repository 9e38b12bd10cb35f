using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.ContentReview.Photos;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.ContentReview;

/// <summary>Asks WeChat about one text or photo, and says what comes of the answer.</summary>
public sealed class ContentQuestions(
    IWeChatClient weChat, TextCheck texts, PhotoAddress addresses, PersonalData crypto, ContentCheckRows checks, TimeProvider clock)
{
    // WeChat promises a photo's verdict within it.
    private static readonly TimeSpan VerdictWithin = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)];

    internal async Task<ContentCheckEnd> AskAsync(ContentCheckRow row, CancellationToken ct)
    {
        // Staff write without an openid; what they enter for a visitor is theirs to answer for. A resident who came by phone has none that WeChat
        // could be asked with: a person looks at it.
        if (row.OpenidEncrypted is null)
            return new ContentCheckEnd(row, row.AuthorIsStaff ? ContentChecks.Passed : ContentChecks.Held, null, null);

        var openId = crypto.Decrypt(PersonalDataPurpose.OpenId, row.OpenidEncrypted);
        if (row.AttachmentId is not null)
            return await AskAboutPhotoAsync(row, openId, ct);

        var result = await texts.AskAsync(openId, TextCheck.Whole(row.Title, row.Text, row.PlaceAddress), ct);
        return result.IsOk
            ? new ContentCheckEnd(row, ContentChecks.StatusOf(result.Value!.Suggestion), result.Value.Suggestion.ToString(), null) { Label = result.Value.Label }
            : LaterOrHeld(row, result);
    }

    private ContentCheckEnd LaterOrHeld<T>(ContentCheckRow row, WeChatResult<T> result)
        where T : class => result.Outcome == WeChatOutcome.Refused || row.Attempts >= Waits.Length
        ? new ContentCheckEnd(row, ContentChecks.Held, $"{result.ErrCode}", null)
        : new ContentCheckEnd(row, null, $"{result.ErrCode}", clock.GetUtcNow() + Waits[row.Attempts]);

    /// <summary>Where WeChat cannot reach us, does not read the kind of picture (WebP), or was asked often enough, a person looks at it.</summary>
    private async Task<ContentCheckEnd> AskAboutPhotoAsync(ContentCheckRow row, string openId, CancellationToken ct)
    {
        if (addresses.Of(row.AttachmentId!) is not { } address || row.ContentType == "image/webp" || row.Attempts > Waits.Length)
            return new ContentCheckEnd(row, ContentChecks.Held, null, null);

        var result = await weChat.CheckMediaAsync(new WeChatMedia(openId, address, WeChatMediaKind.Picture, WeChatScene.Forum), ct);
        if (!result.IsOk)
            return LaterOrHeld(row, result);

        // At once, not with the others of this turn: the verdict may come any moment, and is known by this number only.
        await checks.NoteAskedAsync(row, result.Value!.TraceId, clock.GetUtcNow() + VerdictWithin, ct);
        return ContentCheckEnd.Asked(row);
    }
}
