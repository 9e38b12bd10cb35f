using Microsoft.Extensions.Options;

namespace ScanDeputy.Server.Features.Notices.Fallback;

/// <summary>The ways that are taken when WeChat is none; an address that is empty is not used.</summary>
public sealed class FallbackOptions
{
    public const string Section = "Fallback";

    /// <summary>企业微信群机器人: its whole address, which is a secret. Only staff's messages go there.</summary>
    public string WebhookUrl { get; set; } = "";

    /// <summary>A gateway that takes our JSON (docs/operations/alarms.md).</summary>
    public string SmsUrl { get; set; } = "";

    public string SmsToken { get; set; } = "";

    /// <summary>Whether notices go over the gateway as well; the codes that people sign in with always do.</summary>
    public bool SmsNotices { get; set; } = true;

    /// <summary>For one try.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Checked on start; a message names the setting, never its value.</summary>
internal sealed class FallbackOptionsValidator : IValidateOptions<FallbackOptions>
{
    public ValidateOptionsResult Validate(string? name, FallbackOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(FallbackOptions options)
    {
        if (!IsSafe(options.WebhookUrl)) yield return "Fallback:WebhookUrl must be an https address.";
        if (!IsSafe(options.SmsUrl)) yield return "Fallback:SmsUrl must be an https address.";
        if (options.SmsUrl.Length > 0 && options.SmsToken.Length < 16) yield return "Fallback:SmsToken is missing or too short.";
        if (options.Timeout <= TimeSpan.Zero || options.Timeout > TimeSpan.FromMinutes(1)) yield return "Fallback:Timeout must be above 0 and at most one minute.";
    }

    private static bool IsSafe(string address) =>
        address.Length == 0 || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri is { IsLoopback: true, Scheme: "http" }));
}
