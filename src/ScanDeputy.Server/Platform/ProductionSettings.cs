using System.Security.Cryptography;
using System.Text.Json;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Platform;

/// <summary>What a production start must be given. Each lack is one line that names the setting, never its value.</summary>
public static class ProductionSettings
{
    private const int ShortestSecret = 16;

    // The demo's, which stand in the source for everybody to read.
    private const string DemoAppId = "wx5a4db0c000000001";
    private const string DemoToken = "SandboxPushToken";
    private const string DemoAesKey = "U2FuZGJveFNhbmRib3hTYW5kYm94U2FuZGJveEtleSE";

    /// <exception cref="RefuseToStartException">The first setting that is missing or weak.</exception>
    public static void Require(IConfiguration configuration)
    {
        Connection(configuration[DatabasePlatform.ConnectionSetting]);
        Redis(configuration["Redis:Configuration"], RedisOptions.From(configuration)?.Patience);
        Keys(configuration[SecurityPlatform.KeysSetting]);
        SecurityPlatform.AlgorithmOf(configuration);
        WeChat(configuration);
        if (configuration.GetSection("Sandbox").GetChildren().Any())
            throw Refuse("Sandbox__*", "belongs to the embedded profile: remove it");
    }

    private static void Connection(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Refuse("Database__ConnectionString", "is missing");
        if (PartOf(text, ';', "password", "pwd") is not { Length: >= ShortestSecret })
            throw Refuse("Database__ConnectionString", $"has no password of at least {ShortestSecret} characters");
    }

    private static void Redis(string? text, TimeSpan? patience)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Refuse("Redis__Configuration", "is missing");
        if (PartOf(text, ',', "password") is not { Length: >= ShortestSecret })
            throw Refuse("Redis__Configuration", $"has no password of at least {ShortestSecret} characters");
        if (patience > RedisOptions.UsualPatience)
            throw Refuse("Redis__Patience", "is longer than 00:00:00.2: no call may wait longer for Redis");
    }

    private static void Keys(string? file)
    {
        if (string.IsNullOrWhiteSpace(file))
            throw Refuse("Keys__File", "is missing: it names the file with the keys of personal data");
        if (!File.Exists(file))
            throw Refuse("Keys__File", "names a file that does not exist");
        try
        {
            KeyRing.Open(file);
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw Refuse("Keys__File", exception is CryptographicException ? $"is not usable: {exception.Message}" : "names a file that cannot be read as a key ring");
        }
    }

    private static void WeChat(IConfiguration configuration)
    {
        if (configuration["WeChat:AppId"] is not { Length: > 0 } appId)
            throw Refuse("WeChat__AppId", "is missing");
        if (appId == DemoAppId)
            throw Refuse("WeChat__AppId", "is the demo's");
        if (configuration["WeChat:AppSecret"] is not { Length: >= ShortestSecret })
            throw Refuse("WeChat__AppSecret", $"is missing or has fewer than {ShortestSecret} characters");
        if (configuration["WeChat:BaseAddress"] is { Length: > 0 } address
            && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback)))
            throw Refuse("WeChat__BaseAddress", "must be an https address");
        if (configuration["WeChat:PublicAddress"] is { Length: > 0 })
            Push(configuration);
    }

    /// <summary>With it WeChat pushes to us, and whoever knows token and key could as well.</summary>
    private static void Push(IConfiguration configuration)
    {
        if (configuration["WeChat:CallbackToken"] is not { Length: > 0 } token)
            throw Refuse("WeChat__CallbackToken", "is missing: WeChat__PublicAddress asks for pushes");
        if (configuration["WeChat:EncodingAesKey"] is not { Length: > 0 } key)
            throw Refuse("WeChat__EncodingAesKey", "is missing: WeChat__PublicAddress asks for pushes");
        if (token == DemoToken || key == DemoAesKey)
            throw Refuse(token == DemoToken ? "WeChat__CallbackToken" : "WeChat__EncodingAesKey", "is the demo's");
    }

    private static string? PartOf(string text, char separator, params string[] names) => text.Split(separator)
        .Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(pair => pair.Length == 2 && names.Contains(pair[0], StringComparer.OrdinalIgnoreCase))
        .Select(pair => pair[1]).LastOrDefault();

    private static RefuseToStartException Refuse(string setting, string lack) => new($"{setting} {lack}.");
}
