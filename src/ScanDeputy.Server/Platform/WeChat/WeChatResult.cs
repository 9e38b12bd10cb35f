namespace ScanDeputy.Server.Platform.WeChat;

/// <summary>How a call ended.</summary>
public enum WeChatOutcome
{
    Ok,

    /// <summary>WeChat answered no, and the same call will be answered no again.</summary>
    Refused,

    /// <summary>WeChat answered "not now": busy, a ceiling, two sends at once, trouble with the account. Nothing was done; later it may work.</summary>
    Retryable,

    /// <summary>No answer, or none that could be read.</summary>
    Unreachable,
}

/// <summary>The answer to a call, or why there is none.</summary>
/// <typeparam name="T">What a success carries.</typeparam>
public sealed record WeChatResult<T>
    where T : class
{
    public required WeChatOutcome Outcome { get; init; }

    /// <summary>Set exactly when <see cref="Outcome"/> is Ok.</summary>
    public T? Value { get; init; }

    /// <summary>WeChat's errcode; 0 when there was no answer.</summary>
    public int ErrCode { get; init; }

    /// <summary>WeChat's errmsg with its request id, for people; never to be matched against.</summary>
    public string ErrMsg { get; init; } = "";

    /// <summary>True when the call may have taken effect although no answer came. Only then does sending again risk a double.</summary>
    public bool MayHaveHappened { get; init; }

    public bool IsOk => Outcome == WeChatOutcome.Ok;

    /// <summary>The same failure for a caller that wanted something else.</summary>
    internal WeChatResult<TOther> Failure<TOther>()
        where TOther : class => new() { Outcome = Outcome, ErrCode = ErrCode, ErrMsg = ErrMsg, MayHaveHappened = MayHaveHappened };
}

/// <summary>Makes results.</summary>
internal static class WeChatResult
{
    public static WeChatResult<T> Ok<T>(T value)
        where T : class => new() { Outcome = WeChatOutcome.Ok, Value = value };

    public static WeChatResult<T> Error<T>(int errCode, string errMsg)
        where T : class => new() { Outcome = WeChatErrors.Classify(errCode), ErrCode = errCode, ErrMsg = errMsg };

    public static WeChatResult<T> Unreachable<T>(bool mayHaveHappened, string why)
        where T : class => new() { Outcome = WeChatOutcome.Unreachable, ErrMsg = why, MayHaveHappened = mayHaveHappened };
}
