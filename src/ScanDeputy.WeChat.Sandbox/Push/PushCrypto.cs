using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ScanDeputy.WeChat.Sandbox.Push;

/// <summary>The platform's side of push signatures and secure mode.</summary>
internal static class PushCrypto
{
    private const int PadTo = 32;

    /// <summary>SHA-1 over the texts sorted by ordinal and joined. The algorithm is WeChat's, not a choice.</summary>
#pragma warning disable CA5350 // the wire format demands SHA-1
    public static string Sign(params string[] parts) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Order(StringComparer.Ordinal)))));
#pragma warning restore CA5350

    /// <summary>16 random bytes, big-endian length, message, appid; padded to 32 (not AES's 16); IV is the key's first half.</summary>
    public static string Encrypt(string message, string appId, string encodingAesKey)
    {
        var key = Convert.FromBase64String(encodingAesKey + "=");
        var text = Encoding.UTF8.GetBytes(message);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, text.Length);
        byte[] plain = [.. RandomNumberGenerator.GetBytes(16), .. length, .. text, .. Encoding.UTF8.GetBytes(appId)];
        var padding = PadTo - (plain.Length % PadTo);
        byte[] padded = [.. plain, .. Enumerable.Repeat((byte)padding, padding)];
        using var aes = Aes.Create();
        aes.Key = key;
#pragma warning disable CA5401 // the wire format fixes the IV
        return Convert.ToBase64String(aes.EncryptCbc(padded, key.AsSpan(0, 16), PaddingMode.None));
#pragma warning restore CA5401
    }
}
