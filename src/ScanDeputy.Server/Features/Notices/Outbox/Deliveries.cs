using System.Text.Json;
using Microsoft.Extensions.Options;
using ScanDeputy.Domain.Deadlines;
using ScanDeputy.Server.Features.Notices.Fallback;
using ScanDeputy.Server.Features.Notices.Subscriptions;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.Notices.Outbox;

/// <summary>
/// Takes one row down the way that its channel names, and says which way is next when that one is none (handbook §5: WeChat while there is
/// quota, then the fallback): a text message to the one person, else the group's robot.
/// </summary>
public sealed class Deliveries(
    IWeChatClient weChat, SmsChannel sms, WebhookChannel webhook, PersonalData crypto, SignedLinks links, IOptions<NoticeTemplates> templates)
{
    /// <summary>Makes ready what is to be sent: whatever is wrong with the row shows here, where it certainly did not go out.</summary>
    internal Func<CancellationToken, Task<Delivery>> Prepare(OutboxRow row)
    {
        var notice = NoticeOf(row);
        return row.Channel switch
        {
            SmsChannel.Name when sms.TakesNotices => sms.Prepare(TextOf(row, notice)),
            WebhookChannel.Name when webhook.IsOn => ct => webhook.SendAsync(TextOf(row, notice), ct),
            NoticeWriter.WeChatChannel => OverWeChat(row, notice),
            _ => _ => Task.FromResult(Delivery.Skipped("not configured")),
        };
    }

    /// <summary>Null when there is none left.</summary>
    internal string? WayAfter(OutboxRow row) => row.Channel switch
    {
        NoticeWriter.WeChatChannel when sms.TakesNotices && row.PhoneEncrypted is not null => SmsChannel.Name,
        NoticeWriter.WeChatChannel or SmsChannel.Name when webhook.IsOn && !NoticeKinds.IsPersonal(NoticeOf(row).Kind) => WebhookChannel.Name,
        _ => null,
    };

    /// <summary>The template of which the row would take a message; null when WeChat is not its way.</summary>
    internal NoticeTemplate? TemplateOf(OutboxRow row)
    {
        if (row.Channel != NoticeWriter.WeChatChannel || row.OpenidEncrypted is null || row.RecipientId is null)
            return null;

        var template = NoticeTemplates.Of(NoticeOf(row).Kind);
        return templates.Value.IdOf(template).Length > 0 ? template : null;
    }

    private Func<CancellationToken, Task<Delivery>> OverWeChat(OutboxRow row, OutgoingNotice notice)
    {
        if (row.OpenidEncrypted is null)
            return _ => Task.FromResult(Delivery.Skipped("the recipient has no WeChat"));

        return WeChatNotice.Compose(notice, crypto.Decrypt(PersonalDataPurpose.OpenId, row.OpenidEncrypted), templates.Value) is { } message
            ? ct => SendAsync(message, ct)
            : _ => Task.FromResult(Delivery.Skipped("no template"));
    }

    private async Task<Delivery> SendAsync(WeChatMessage message, CancellationToken ct)
    {
        var sent = await weChat.SendSubscribeMessageAsync(message, ct);
        return sent switch
        {
            { IsOk: true } => Delivery.Sent with { MessageId = sent.Value?.MessageId },
            { MayHaveHappened: true } => Delivery.Doubtful($"no answer: {sent.ErrMsg}"),
            { Outcome: WeChatOutcome.Refused } => Delivery.Refused($"errcode {sent.ErrCode}") with { NotSubscribed = sent.ErrCode == WeChatErrors.NotSubscribed },
            _ => Delivery.Again($"errcode {sent.ErrCode}"),
        };
    }

    /// <summary>When the next way may be taken.</summary>
    internal static SendingHours HoursOf(OutboxRow row, DateRules rules) => NoticeKinds.HoursOf(NoticeOf(row).Kind, rules);

    private static OutgoingNotice NoticeOf(OutboxRow row) => JsonSerializer.Deserialize<OutgoingNotice>(row.Payload, ApiJson.Options)!;

    private OutgoingText TextOf(OutboxRow row, OutgoingNotice notice)
    {
        var link = notice.Link is { } one ? $" {one.Before}{links.Of(one.Purpose, one.Id)}" : "";
        return new OutgoingText(row.Id, NoticeTexts.Format("outside", notice.CaseNumber, notice.Text) + link, row.PhoneEncrypted);
    }
}

/// <summary>What an attempt needs of a row and its recipient.</summary>
internal record OutboxRow
{
    public string Id { get; init; } = "";

    public string Channel { get; init; } = "";

    public string? RecipientId { get; init; }

    public string Status { get; init; } = "";

    public string Payload { get; init; } = "";

    public string DedupeKey { get; init; } = "";

    public string? Jurisdiction { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset NextAttemptAt { get; init; }

    public string? LeaseOwner { get; init; }

    public string? OpenidEncrypted { get; init; }

    public string? PhoneEncrypted { get; init; }

    /// <summary>Of an attempt over WeChat that has begun.</summary>
    public NoticeTemplate? Template { get; init; }

    public QuotaUse Quota { get; init; }
}
