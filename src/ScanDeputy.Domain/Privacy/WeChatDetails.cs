using System.Text.RegularExpressions;

namespace ScanDeputy.Domain.Privacy;

/// <summary>A WeChat id behind the word for it; those made of digits only are found among the numbers.</summary>
internal static partial class WeChatDetails
{
    public static IEnumerable<PersonalDetail> Find(PlainText written) => Form().Matches(written.Text)
        .Select(found => written.Detail(PersonalDetailKind.WeChat, found.Groups["id"], Masks.Handle));

    // Six to twenty signs of which the first is a letter, or a number as an id.
    [GeneratedRegex(@"(?:微信|威信|薇信|徽信|加微|weixin|wechat|(?<![A-Z])(?:vx|wx|v信)(?![A-Z]))(?:号码?|ID|同号)?[\s:：=是为,，、(（]{0,3}(?<id>[A-Z][A-Z0-9_\-]{5,19})(?![A-Z0-9_\-])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
