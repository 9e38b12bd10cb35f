using Microsoft.Extensions.Options;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.WeChat.Callbacks;

namespace ScanDeputy.Server.Features.Notices.Subscriptions;

/// <summary>What WeChat pushes about subscriptions, for one person and the templates that are ours.</summary>
public sealed class SubscriptionPushes(Database database, AccountKeys keys, MessageQuotas quotas, IOptions<NoticeTemplates> templates)
{
    private const int LongestOpenId = 128;

    internal async Task<bool> TakeAsync(WeChatEvent happened, Func<MessageQuotas, WriteScope, string, Pushed, Task> take, CancellationToken ct)
    {
        if (happened.Text("FromUserName") is not { Length: > 0 and <= LongestOpenId } openId || happened.Number("CreateTime") is not { } at)
            return true;

        var ours = happened.Items("List")
            .Select(item => (Template: templates.Value.Find(item.Text("TemplateId")), Item: item))
            .Where(one => one.Template is not null).Select(one => new Pushed(one.Template!.Value, one.Item, at)).OrderBy(one => one.Template).ToList();
        if (ours.Count == 0)
            return true;

        await database.WriteAsync(
            async scope =>
            {
                // Somebody who has accepted and not signed in has no account yet; the mini-program tells it later.
                if (await scope.FirstOrDefaultAsync<string>("select id from users where openid_hash = @Hash", new { Hash = keys.HashOfOpenId(openId) }) is not { } userId)
                    return 0;
                foreach (var one in ours)
                    await take(quotas, scope, userId, one);
                return ours.Count;
            },
            ct);
        return true;
    }

    /// <param name="At">Seconds since 1970.</param>
    internal sealed record Pushed(NoticeTemplate Template, WeChatEvent Item, long At);
}

/// <summary>The answer to the pop-up.</summary>
public sealed class AnsweredSubscription(SubscriptionPushes pushes) : IWeChatEventReceiver
{
    public string Event => "subscribe_msg_popup_event";

    public Task<bool> TakeAsync(WeChatEvent happened, CancellationToken ct) => pushes.TakeAsync(
        happened, (quotas, scope, userId, one) => quotas.PushedAsync(scope, userId, one.Template, one.Item.Text("SubscribeStatusString") == "accept", one.At), ct);
}

/// <summary>Switched off on a card or in the settings: what was accepted before is worth nothing any more.</summary>
public sealed class ChangedSubscription(SubscriptionPushes pushes) : IWeChatEventReceiver
{
    public string Event => "subscribe_msg_change_event";

    public Task<bool> TakeAsync(WeChatEvent happened, CancellationToken ct) => pushes.TakeAsync(
        happened,
        (quotas, scope, userId, one) => one.Item.Text("SubscribeStatusString") == "reject" ? quotas.PushedExhaustedAsync(scope, userId, one.Template, one.At) : Task.CompletedTask,
        ct);
}

/// <summary>What became of a message that WeChat had taken. One that did not arrive says that the person takes none.</summary>
public sealed class SentSubscription(SubscriptionPushes pushes) : IWeChatEventReceiver
{
    public string Event => "subscribe_msg_sent_event";

    public Task<bool> TakeAsync(WeChatEvent happened, CancellationToken ct) => pushes.TakeAsync(
        happened,
        (quotas, scope, userId, one) => one.Item.Number("ErrorCode") is { } code and not 0 ? quotas.PushedExhaustedAsync(scope, userId, one.Template, one.At) : Task.CompletedTask,
        ct);
}
