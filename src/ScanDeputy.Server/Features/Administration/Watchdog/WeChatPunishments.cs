using System.Diagnostics.Metrics;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Platform.Telemetry;
using ScanDeputy.Server.Platform.Texts;
using ScanDeputy.Server.Platform.WeChat.Callbacks;

namespace ScanDeputy.Server.Features.Administration.Watchdog;

/// <summary>
/// WeChat warns of a breach of its rules, or has closed a page, a function or the whole mini-program: administrators hear of it at once, since residents
/// may not come in any more and deadlines to mend it run (the platform's page Penalty_for_Violation). Each breach is told once, however often it is pushed.
/// </summary>
public sealed partial class WeChatPunishments(WatchdogNotices notices, IMeterFactory meters, ILogger<WeChatPunishments> logger) : IWeChatEventReceiver
{
    private const int LongestReason = 60;

    private readonly Counter<long> _punishments = meters.Create(Meters.Name).CreateCounter<long>(
        "scandeputy.wechat.punishments", description: "Warnings and punishments that WeChat pushed, by kind: warning, function, removal, account, page, other.");

    public string Event => "wxa_punish_event";

    public async Task<bool> TakeAsync(WeChatEvent happened, CancellationToken ct)
    {
        if (happened.Text("punish_id") is not { Length: > 0 and <= 64 } id)
            return true;

        var kind = KindOf(happened.Number("event_type"));
        var reason = WrittenText.Clean(happened.Text("illegal_reason") ?? happened.Text("rule_name") ?? "");
        var text = NoticeTexts.Format($"punishment.{kind}", WrittenText.Cut(reason, LongestReason));
        if (await notices.TellAsync(null, $"punishment/{id}", text, ct) == 0)
            return true;

        _punishments.Add(1, KeyValuePair.Create("kind", (object?)kind));
        Log.Punished(logger, kind, id);
        return true;
    }

    private static string KindOf(long? type) => type switch
    {
        1 => "warning",
        2 => "function",
        3 => "removal",
        4 => "account",
        5 or 10 => "page",
        _ => "other",
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "WeChat tells of a breach of its rules ({Kind}, number {Id}); see mp.weixin.qq.com.")]
        public static partial void Punished(ILogger logger, string kind, string id);
    }
}
