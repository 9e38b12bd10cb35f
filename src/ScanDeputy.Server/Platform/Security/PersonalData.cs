using System.Security.Cryptography;
using System.Text;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>
/// Personal data (name, phone, openid, contact) in columns: AES-256-GCM, bound to a purpose so that a value cannot be moved to
/// another column, and looked up by a keyed hash (architecture, decision 8).
/// </summary>
public sealed class PersonalData(KeyRing keys)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary><c>keyId.base64(nonce, tag, cipher)</c>; different each time.</summary>
    public string Encrypt(string purpose, string plain)
    {
        var (id, key) = keys.Current;
        var text = Encoding.UTF8.GetBytes(plain);
        var bytes = new byte[NonceSize + TagSize + text.Length];
        var nonce = bytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, text, bytes.AsSpan(NonceSize + TagSize), bytes.AsSpan(NonceSize, TagSize), Encoding.UTF8.GetBytes(purpose));
        return $"{id}.{Convert.ToBase64String(bytes)}";
    }

    /// <exception cref="CryptographicException">The value was altered, belongs to another purpose, or its key is gone.</exception>
    public string Decrypt(string purpose, string encrypted)
    {
        var dot = encrypted.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            throw new CryptographicException("An encrypted value has no key id.");

        var bytes = new byte[encrypted.Length];
        if (!Convert.TryFromBase64String(encrypted[(dot + 1)..], bytes, out var length) || length < NonceSize + TagSize)
            throw new CryptographicException("An encrypted value was cut or altered.");

        bytes = bytes[..length];
        var plain = new byte[bytes.Length - NonceSize - TagSize];
        using var aes = new AesGcm(keys.Find(encrypted[..dot]), TagSize);
        aes.Decrypt(
            bytes.AsSpan(0, NonceSize), bytes.AsSpan(NonceSize + TagSize), bytes.AsSpan(NonceSize, TagSize), plain, Encoding.UTF8.GetBytes(purpose));
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Whether a value was written with the key that is in use.</summary>
    public bool IsCurrent(string encrypted) => encrypted.StartsWith(keys.Current.Id + ".", StringComparison.Ordinal);

    public string? DecryptOrNull(string purpose, string? encrypted) => encrypted is null ? null : Decrypt(purpose, encrypted);

    /// <summary>64 lower-case hexadecimal digits; equal values of one kind have equal hashes, and without the key nothing can be tried out.</summary>
    public string LookupHash(string kind, string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(keys.LookupKey, Encoding.UTF8.GetBytes($"{kind}:{value}")));
}

/// <summary>What a value is; part of its encryption.</summary>
public static class PersonalDataPurpose
{
    public const string Name = "name";
    public const string Phone = "phone";
    public const string OpenId = "openid";
    public const string Contact = "contact";
    public const string Answer = "answer";
    public const string Totp = "totp";
    public const string TokenKey = "token-key";
    public const string AccessToken = "access-token";
}
