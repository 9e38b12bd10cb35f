using System.Globalization;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Notices.Subscriptions;
using ScanDeputy.Server.Platform.WeChat;
using ScanDeputy.Server.Platform.WeChat.MiniProgram;

namespace ScanDeputy.Server.Features.Notices.Outbox;

/// <summary>Puts a notice into the form of a subscription message.</summary>
public static class WeChatNotice
{
    private const int LongestThing = 20;

    /// <summary>Null when no template is configured for this kind: WeChat is then not used for it.</summary>
    public static WeChatMessage? Compose(OutgoingNotice notice, string openId, NoticeTemplates templates)
    {
        var template = templates.IdOf(NoticeTemplates.Of(notice.Kind));
        if (template.Length == 0)
            return null;

        var data = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["character_string1"] = notice.CaseNumber,
            ["thing2"] = Cut(notice.Text),
            ["time3"] = notice.At.ToOffset(ChinaTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        };
        return new WeChatMessage(openId, template, notice.CaseId is { } id ? MiniProgramPages.Address("case", ("id", id)) : MiniProgramPages.Address("alerts"), data);
    }

    /// <summary>At most 20 characters however WeChat counts them: UTF-16 units are the stricter count.</summary>
    private static string Cut(string text)
    {
        if (text.Length <= LongestThing)
            return text;

        var end = LongestThing - 1;
        return char.IsHighSurrogate(text[end - 1]) ? text[..(end - 1)] + "…" : text[..end] + "…";
    }
}
