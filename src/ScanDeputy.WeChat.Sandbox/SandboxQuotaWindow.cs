namespace ScanDeputy.WeChat.Sandbox;

/// <summary>The stretch of time a ceiling counts in.</summary>
public enum SandboxQuotaWindow
{
    Minute,
    Day,
}
