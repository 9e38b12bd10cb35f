using Microsoft.Extensions.Options;

namespace ScanDeputy.Server.Platform.WeChat;

/// <summary>The mini-program account and where its platform is.</summary>
public sealed class WeChatOptions
{
    public const string Section = "WeChat";

    public Uri BaseAddress { get; set; } = new("https://api.weixin.qq.com");

    public string AppId { get; set; } = "";

    public string AppSecret { get; set; } = "";

    /// <summary>The Token of the message push; empty when pushes are not used.</summary>
    public string CallbackToken { get; set; } = "";

    /// <summary>43 characters. When set, pushes are in secure mode and nothing else is taken.</summary>
    public string EncodingAesKey { get; set; } = "";

    /// <summary>
    /// This program as WeChat reaches it from outside, for example https://rd.example.gov.cn: from there it fetches the photos that it checks, and it pushes
    /// its verdicts back. Null: it checks no photos, and a person looks at each.
    /// </summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>For one try of one call.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Which version a message's tap opens: developer, trial or formal.</summary>
    public string MiniprogramState { get; set; } = "formal";

    /// <summary>Which version a code opens: develop, trial or release.</summary>
    public string EnvVersion { get; set; } = "release";
}

/// <summary>Checked on start; a message names the setting, never its value.</summary>
internal sealed class WeChatOptionsValidator : IValidateOptions<WeChatOptions>
{
    public ValidateOptionsResult Validate(string? name, WeChatOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(WeChatOptions options)
    {
        if (!options.BaseAddress.IsAbsoluteUri) yield return "WeChat:BaseAddress must be absolute.";
        else if (options.BaseAddress is { IsLoopback: false, Scheme: not "https" }) yield return "WeChat:BaseAddress must be https.";
        if (options.AppId is not { Length: > 0 and <= 32 }) yield return "WeChat:AppId is missing or too long.";
        if (options.AppSecret.Length < 16) yield return "WeChat:AppSecret is missing or too short.";
        if (options.EncodingAesKey.Length is not (0 or 43)) yield return "WeChat:EncodingAesKey must have 43 characters.";
        else if (options.EncodingAesKey.Length > 0 && options.CallbackToken.Length == 0) yield return "WeChat:CallbackToken is missing.";
        if (options.PublicAddress is { } address && !(address.IsAbsoluteUri && (address.IsLoopback || address.Scheme == "https"))) yield return "WeChat:PublicAddress must be an https address.";
        if (options.PublicAddress is not null && options.CallbackToken.Length is not (>= 3 and <= 32)) yield return "WeChat:CallbackToken must have 3 to 32 characters: WeChat:PublicAddress asks for pushes.";
        if (options.PublicAddress is not null && options.EncodingAesKey.Length == 0) yield return "WeChat:EncodingAesKey is missing: WeChat:PublicAddress asks for pushes, which are taken in secure mode only.";
        if (options.Timeout <= TimeSpan.Zero || options.Timeout > TimeSpan.FromMinutes(1)) yield return "WeChat:Timeout must be above 0 and at most one minute.";
        if (options.MiniprogramState is not ("developer" or "trial" or "formal")) yield return "WeChat:MiniprogramState is developer, trial or formal.";
        if (options.EnvVersion is not ("develop" or "trial" or "release")) yield return "WeChat:EnvVersion is develop, trial or release.";
    }
}
