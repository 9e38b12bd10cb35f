using System.Diagnostics.Metrics;
using System.Globalization;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Platform.WeChat;

/// <summary>Counts calls by WeChat's answer: 0, its errcode, or none.</summary>
internal sealed class WeChatMeter(IMeterFactory meters)
{
    private const string NoAnswer = "none";

    private readonly Counter<long> _calls = meters.Create(Meters.Name).CreateCounter<long>(
        "scandeputy.wechat.calls", description: "Calls to WeChat by path and errcode; 0 is a success, none is no answer that could be read.");

    /// <param name="path">The call's path without its query, which holds the token.</param>
    /// <returns>The errcode as it was counted.</returns>
    public string Answered<T>(string path, WeChatResult<T> result)
        where T : class
    {
        var errCode = result.Outcome == WeChatOutcome.Unreachable ? NoAnswer : result.ErrCode.ToString(CultureInfo.InvariantCulture);
        _calls.Add(1, KeyValuePair.Create("call", (object?)path), KeyValuePair.Create("errcode", (object?)errCode));
        return errCode;
    }
}
