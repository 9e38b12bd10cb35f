using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Features.People.SignIn;

/// <summary>WeChat's "no" in our words.</summary>
internal static class WeChatRefusals
{
    private const int HighRiskUser = 40226;

    /// <summary>Each of them.</summary>
    public static IReadOnlyList<string> All { get; } = [PeopleErrors.WeChatUserRefused, PeopleErrors.WeChatCodeInvalid, PeopleErrors.WeChatUnavailable];

    public static string CodeOf(WeChatOutcome outcome, int errCode) => outcome switch
    {
        WeChatOutcome.Refused when errCode == HighRiskUser => PeopleErrors.WeChatUserRefused,
        WeChatOutcome.Refused => PeopleErrors.WeChatCodeInvalid,
        _ => PeopleErrors.WeChatUnavailable,
    };
}
