using System.Security.Cryptography;

namespace ScanDeputy.WeChat.Sandbox.State;

/// <summary>The random texts WeChat hands out.</summary>
internal static class RandomText
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string Letters(int length) => RandomNumberGenerator.GetString(Alphanumeric, length);

    /// <summary>The request id behind every errmsg, and the form of a trace id: three groups of eight hex digits.</summary>
    public static string Rid() =>
        $"{RandomNumberGenerator.GetHexString(8, lowercase: true)}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    /// <summary>28 characters beginning with "o".</summary>
    public static string OpenId() => "o" + Letters(27);

    public static string SessionKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
}
