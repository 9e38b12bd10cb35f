using Microsoft.Extensions.Options;
using ScanDeputy.Server.Features.Notices.Outbox;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.WeChat;
using ScanDeputy.Server.Platform.WeChat.Callbacks;

namespace ScanDeputy.Server.Features.Notices.Subscriptions;

/// <summary>What WeChat pushes about subscriptions, for one person and the templates that are ours.</summary>
public sealed class SubscriptionPushes(Database database, AccountKeys keys, MessageQuotas quotas, IOptions<NoticeTemplates> templates)
{
    private const int LongestOpenId = 128;

    /// <param name="happened">The push.</param>
    /// <param name="take">False when it cannot be taken yet.</param>
    /// <param name="ct">Ends the work.</param>
    internal async Task<bool> TakeAsync(WeChatEvent happened, Func<MessageQuotas, WriteScope, string, Pushed, Task<bool>> take, CancellationToken ct)
    {
        if (happened.Text("FromUserName") is not { Length: > 0 and <= LongestOpenId } openId || happened.Number("CreateTime") is not { } at)
            return true;

        var ours = happened.Items("List")
            .Select(item => (Template: templates.Value.Find(item.Text("TemplateId")), Item: item))
            .Where(one => one.Template is not null).Select(one => new Pushed(one.Template!.Value, one.Item, at)).OrderBy(one => one.Template).ToList();
        if (ours.Count == 0)
            return true;

        return await database.WriteAsync(
            async scope =>
            {
                // Somebody who has accepted and not signed in has no account yet; the mini-program tells it later.
                if (await scope.FirstOrDefaultAsync<string>("select id from users where openid_hash in @Hashes", new { Hashes = keys.HashesOfOpenId(openId) }) is not { } userId)
                    return true;
                var all = true;
                foreach (var one in ours)
                    all &= await take(quotas, scope, userId, one);
                return all;
            },
            ct);
    }

    /// <param name="At">Seconds since 1970.</param>
    internal sealed record Pushed(NoticeTemplate Template, WeChatEvent Item, long At);
}

/// <summary>The answer to the pop-up.</summary>
public sealed class AnsweredSubscription(SubscriptionPushes pushes) : IWeChatEventReceiver
{
    public string Event => "subscribe_msg_popup_event";

    public Task<bool> TakeAsync(WeChatEvent happened, CancellationToken ct) => pushes.TakeAsync(
        happened,
        async (quotas, scope, userId, one) =>
        {
            await quotas.PushedAsync(scope, userId, one.Template, one.Item.Text("SubscribeStatusString") == "accept", one.At);
            return true;
        },
        ct);
}

/// <summary>Switched off on a card or in the settings: what was accepted before is worth nothing any more.</summary>
public sealed class ChangedSubscription(SubscriptionPushes pushes) : IWeChatEventReceiver
{
    public string Event => "subscribe_msg_change_event";

    public Task<bool> TakeAsync(WeChatEvent happened, CancellationToken ct) => pushes.TakeAsync(
        happened,
        async (quotas, scope, userId, one) =>
        {
            if (one.Item.Text("SubscribeStatusString") == "reject")
                await quotas.PushedExhaustedAsync(scope, userId, one.Template, one.At);
            return true;
        },
        ct);
}

/// <summary>
/// What became of a message that WeChat had taken. One that did not arrive goes the next way in the same transaction; only one that the person does not want
/// says something of what they take.
/// </summary>
public sealed class SentSubscription(SubscriptionPushes pushes, UndeliveredPushes undelivered) : IWeChatEventReceiver
{
    public string Event => "subscribe_msg_sent_event";

    public Task<bool> TakeAsync(WeChatEvent happened, CancellationToken ct) => pushes.TakeAsync(
        happened,
        async (quotas, scope, userId, one) =>
        {
            if (one.Item.Number("ErrorCode") is not { } code || code == 0)
                return true;
            if (code == WeChatErrors.NotSubscribed)
                await quotas.PushedExhaustedAsync(scope, userId, one.Template, one.At);
            return await undelivered.TakeAsync(scope, userId, one.Template, one.Item.Number("MsgID"), code);
        },
        ct);
}
