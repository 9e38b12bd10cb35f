namespace ScanDeputy.Server.Platform.WeChat;

/// <summary>The errcodes that callers act on, and which of all of them are worth another try.</summary>
public static class WeChatErrors
{
    public const int Busy = -1;
    public const int InvalidOpenId = 40003;
    public const int InvalidCode = 40029;
    public const int InvalidTemplate = 40037;
    public const int CodeUsed = 40163;
    public const int UserBlocked = 40226;

    /// <summary>Never subscribed, or the one-time quota is used up.</summary>
    public const int NotSubscribed = 43101;

    /// <summary>The capability was taken away: a person must act.</summary>
    public const int SubscribeBanned = 43107;
    public const int ConcurrentSend = 43108;
    public const int SensitiveWord = 45168;
    public const int InvalidData = 47003;

    /// <summary>The author of a checked text has not opened the app for two hours.</summary>
    public const int NoRecentVisit = 61010;

    /// <summary>The token is unknown, superseded, malformed or expired. WeChat uses all three.</summary>
    internal static bool IsStaleToken(int errCode) => errCode is 40001 or 40014 or 42001;

    /// <summary>The account's own trouble (secret, IP list, frozen), not the call's: a person must act, and then the same call works.</summary>
    public static bool IsAccountFault(int errCode) =>
        errCode is 40013 or 40125 or 40164 or 40243 or 41002 or 41004 or SubscribeBanned or 48001 or 50004 or 50007 or 89503 or 89506 or 89507;

    internal static WeChatOutcome Classify(int errCode) => errCode switch
    {
        0 => WeChatOutcome.Ok,
        Busy or ConcurrentSend or 44990 or 44991 or 44993 or 45009 or 45011 => WeChatOutcome.Retryable,
        // Weeks may pass before a ban is lifted: such a message is not kept waiting.
        SubscribeBanned => WeChatOutcome.Refused,
        _ when IsStaleToken(errCode) || IsAccountFault(errCode) => WeChatOutcome.Retryable,
        _ => WeChatOutcome.Refused,
    };
}
