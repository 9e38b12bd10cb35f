using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ScanDeputy.Server.Platform.WeChat.Callbacks;

/// <summary>
/// Signatures and secure mode of the message push. A signature does not cover the body in plain mode and nothing covers repetition:
/// the receiver must drop events it has seen, by sender, second and kind.
/// </summary>
public sealed class CallbackCrypto
{
    /// <summary>WeChat pads to 32, not to AES's 16; .NET's PKCS7 would throw on half of all messages.</summary>
    private const int PadTo = 32;
    private const int Prefix = 16;

    private readonly string _token;
    private readonly byte[] _appId;
    private readonly byte[]? _key;

    /// <summary>An empty <paramref name="encodingAesKey"/> means plain mode: nothing can be decrypted.</summary>
    /// <param name="token">The Token of the push settings.</param>
    /// <param name="encodingAesKey">43 characters, or empty.</param>
    /// <param name="appId">Every decrypted message must name it.</param>
    /// <exception cref="FormatException">The key is not Base64.</exception>
    public CallbackCrypto(string token, string encodingAesKey, string appId)
    {
        _token = token;
        _appId = Encoding.UTF8.GetBytes(appId);
        if (encodingAesKey.Length > 0) _key = Convert.FromBase64String(encodingAesKey + "=");
    }

    public bool IsSecure => _key is not null;

    /// <summary>The address check and plain mode: SHA-1 over token, timestamp and nonce.</summary>
    public bool IsSigned(string? signature, string? timestamp, string? nonce) => Matches(signature, timestamp, nonce, null);

    /// <summary>Secure mode: checks msg_signature (never signature, which does not cover the text) and decrypts.</summary>
    public bool TryOpen(string? messageSignature, string? timestamp, string? nonce, string encrypted, [NotNullWhen(true)] out string? message)
    {
        message = null;
        return Matches(messageSignature, timestamp, nonce, encrypted) && TryDecrypt(encrypted, out message);
    }

    /// <summary>The encrypted text and its msg_signature.</summary>
    public (string Encrypted, string Signature) Seal(string message, string timestamp, string nonce)
    {
        var text = Encoding.UTF8.GetBytes(message);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, text.Length);
        byte[] plain = [.. RandomNumberGenerator.GetBytes(Prefix), .. length, .. text, .. _appId];
        var padding = PadTo - (plain.Length % PadTo);
        byte[] padded = [.. plain, .. Enumerable.Repeat((byte)padding, padding)];
        using var aes = CreateAes();
#pragma warning disable CA5401 // the wire format fixes the IV
        var encrypted = Convert.ToBase64String(aes.EncryptCbc(padded, aes.Key.AsSpan(0, 16), PaddingMode.None));
#pragma warning restore CA5401
        return (encrypted, Sign(_token, timestamp, nonce, encrypted));
    }

    private bool TryDecrypt(string encrypted, [NotNullWhen(true)] out string? message)
    {
        message = null;
        var cipher = new byte[encrypted.Length];
        if (_key is null || !Convert.TryFromBase64String(encrypted, cipher, out var count) || count is 0 || count % PadTo != 0) return false;
        using var aes = CreateAes();
        var plain = aes.DecryptCbc(cipher.AsSpan(0, count), aes.Key.AsSpan(0, 16), PaddingMode.None);
        var padding = plain[^1];
        if (padding is 0 or > PadTo || plain.Length < padding + Prefix + 4) return false;
        var body = plain.AsSpan(Prefix, plain.Length - Prefix - padding);
        var length = BinaryPrimitives.ReadInt32BigEndian(body);
        if (length < 0 || length > body.Length - 4 || !body[(4 + length)..].SequenceEqual(_appId)) return false;
        message = Encoding.UTF8.GetString(body.Slice(4, length));
        return true;
    }

    private Aes CreateAes()
    {
        var aes = Aes.Create();
        aes.Key = _key ?? throw new InvalidOperationException("No EncodingAESKey is configured.");
        return aes;
    }

    private bool Matches(string? signature, string? timestamp, string? nonce, string? encrypted)
    {
        if (_token.Length == 0 || signature is null || timestamp is null || nonce is null) return false;
        var expected = encrypted is null ? Sign(_token, timestamp, nonce) : Sign(_token, timestamp, nonce, encrypted);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature));
    }

    /// <summary>Sorted by ordinal: a culture would sort some nonces another way.</summary>
#pragma warning disable CA5350 // the wire format demands SHA-1
    private static string Sign(params string[] parts) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Order(StringComparer.Ordinal)))));
#pragma warning restore CA5350
}
