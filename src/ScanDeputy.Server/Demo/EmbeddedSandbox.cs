using Microsoft.Extensions.Options;
using ScanDeputy.Server.Features.Notices.Subscriptions;
using ScanDeputy.Server.Platform.WeChat;
using ScanDeputy.Server.Platform.WeChat.Callbacks;
using ScanDeputy.Server.Platform.WeChat.MiniProgram;
using ScanDeputy.WeChat.Sandbox;

namespace ScanDeputy.Server.Demo;

/// <summary>The sandbox WeChat in this process, on a port of its own. The program talks to it over the wire, as it would to WeChat.</summary>
public sealed class EmbeddedSandbox(IOptionsMonitor<WeChatOptions> options, IOptions<NoticeTemplates> templates, IHostEnvironment environment, TimeProvider clock) : IAsyncDisposable
{
    private const string Fields = "character_string1 thing2 time3";
    private WeChatSandbox? _sandbox;

    /// <exception cref="InvalidOperationException">It was not started.</exception>
    public SandboxControl Control => (_sandbox ?? throw new InvalidOperationException("The sandbox is not running.")).Control;

    public async Task StartAsync(CancellationToken ct)
    {
        // The monitor holds the settings that the client reads; IOptions would be another copy.
        var weChat = options.CurrentValue;
        var sandboxOptions = new SandboxOptions
        {
            EnvironmentName = environment.EnvironmentName,
            AppId = weChat.AppId,
            AppSecret = weChat.AppSecret,
            Templates = [Template(DemoSettings.ProgressTemplate, "办理进度提醒", templates.Value.ProgressIsLongTerm), Template(DemoSettings.WorkTemplate, "待办提醒", templates.Value.WorkIsLongTerm)],
            ReleasedPages = [.. MiniProgramPages.All.Select(page => page.Path)],
            MediaVerdictDelay = TimeSpan.FromMilliseconds(200),
        };
        _sandbox = await WeChatSandbox.StartAsync(sandboxOptions, clock, ct);
        weChat.BaseAddress = _sandbox.BaseAddress;
    }

    /// <summary>Both ways: where WeChat fetches photos, and where it pushes to.</summary>
    public void ConnectTo(Uri program)
    {
        if (_sandbox is null)
            return;

        var weChat = options.CurrentValue;
        weChat.PublicAddress = program;
        Control.SetCallback(new SandboxPushOptions
        {
            Url = new Uri(program, CallbackEndpoint.Address),
            Token = weChat.CallbackToken,
            EncodingAesKey = weChat.EncodingAesKey,
            Secure = weChat.EncodingAesKey.Length > 0,
        });
    }

    public ValueTask DisposeAsync() => _sandbox?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static SandboxTemplate Template(string id, string title, bool longTerm)
    {
        string[] labels = ["编号", "内容", "时间"];
        var fields = Fields.Split(' ').Zip(labels).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        return new SandboxTemplate(id, title, longTerm ? SandboxTemplateKind.LongTerm : SandboxTemplateKind.OneTime, fields);
    }
}

/// <summary>The demo's own settings, used where nothing else is configured.</summary>
public static class DemoSettings
{
    public const string ProgressTemplate = "DemoProgress000000000000000000000000000000";
    public const string WorkTemplate = "DemoWork00000000000000000000000000000000000";

    public static IReadOnlyDictionary<string, string?> Defaults { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["WeChat:BaseAddress"] = "http://127.0.0.1:1",
        ["WeChat:AppId"] = "wx5a4db0c000000001",
        ["WeChat:AppSecret"] = "5a4db0c05a4db0c05a4db0c05a4db0c0",
        ["WeChat:CallbackToken"] = "SandboxPushToken",
        ["WeChat:EncodingAesKey"] = "U2FuZGJveFNhbmRib3hTYW5kYm94U2FuZGJveEtleSE",
        ["WeChat:Templates:Progress"] = ProgressTemplate,
        ["WeChat:Templates:Work"] = WorkTemplate,
        ["WeChat:Templates:ProgressIsLongTerm"] = "true",
        ["WeChat:Templates:WorkIsLongTerm"] = "true",
        // A handful of made-up people stand for everybody who tries the demo.
        ["Limits:Enabled"] = "false",
        // Its clock is moved by days: everybody would be signed out each time.
        ["Sessions:StaffIdle"] = "0",
        ["Sessions:StaffLife"] = "0",
        // Whoever looks at it has no authenticator.
        ["SecondFactor:RequiredFor"] = "none",
    };
}
