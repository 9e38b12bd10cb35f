namespace ScanDeputy.Server.Platform.WeChat;

/// <summary>What the client tells. Paths and codes only: no openid, token, secret, phone number, and no errmsg, which may hold one.</summary>
internal static partial class WeChatLog
{
    [LoggerMessage(LogLevel.Information, "WeChat {Path} answered errcode {ErrCode}")]
    public static partial void Answered(ILogger logger, string path, int errCode);

    [LoggerMessage(LogLevel.Warning, "WeChat {Path} was not reached ({Why}); the call may have taken effect: {MayHaveHappened}")]
    public static partial void NotReached(ILogger logger, string path, string why, bool mayHaveHappened);

    [LoggerMessage(LogLevel.Information, "A new WeChat access token, for {Seconds} seconds")]
    public static partial void TokenRenewed(ILogger logger, int seconds);
}
