using System.Security.Cryptography;
using System.Text;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>
/// Personal data (name, phone, openid, contact) in columns: encrypted by the ring's current key, bound to a purpose so that a value cannot be moved to
/// another column, and looked up by a keyed hash (architecture, decision 8). Whatever else of the program needs a keyed hash has it from here.
/// </summary>
public sealed class PersonalData(KeyRing keys)
{
    /// <summary>Of the key in use.</summary>
    public KeyAlgorithm Algorithm => keys.Current.Algorithm;

    /// <summary><c>keyId.base64(nonce, tag, cipher)</c>; different each time.</summary>
    public string Encrypt(string purpose, string plain)
    {
        var key = keys.Current;
        return $"{key.Id}.{Convert.ToBase64String(key.Seal(Encoding.UTF8.GetBytes(plain), Encoding.UTF8.GetBytes(purpose)))}";
    }

    /// <exception cref="CryptographicException">The value was altered, belongs to another purpose, or its key is gone.</exception>
    public string Decrypt(string purpose, string encrypted)
    {
        var dot = encrypted.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            throw new CryptographicException("An encrypted value has no key id.");

        var bytes = new byte[encrypted.Length];
        if (!Convert.TryFromBase64String(encrypted[(dot + 1)..], bytes, out var length))
            throw new CryptographicException("An encrypted value was cut or altered.");

        return Encoding.UTF8.GetString(keys.Find(encrypted[..dot]).Open(bytes.AsSpan(0, length), Encoding.UTF8.GetBytes(purpose)));
    }

    /// <summary>Whether a value was written with the key that is in use.</summary>
    public bool IsCurrent(string encrypted) => encrypted.StartsWith(keys.Current.Id + ".", StringComparison.Ordinal);

    public string? DecryptOrNull(string purpose, string? encrypted) => encrypted is null ? null : Decrypt(purpose, encrypted);

    /// <summary>
    /// To write or to send: 64 lower-case hexadecimal digits; equal values of one kind have equal hashes as long as the key is in use, and without the key
    /// nothing can be tried out.
    /// </summary>
    public string LookupHash(string kind, string value) => keys.LookupKeys[0].Hash(Message(kind, value));

    /// <summary>To find or to compare: what was written before the key in use, or on a node that has another one in use, has another of these.</summary>
    public IReadOnlyList<string> LookupHashes(string kind, string value)
    {
        var message = Message(kind, value);
        return [.. keys.LookupKeys.Select(key => key.Hash(message))];
    }

    /// <summary>Whether a hash is of this value, by any key of the ring; takes the same time wherever they differ.</summary>
    public bool IsLookupHash(string kind, string value, string hash)
    {
        var given = Encoding.UTF8.GetBytes(hash);
        return LookupHashes(kind, value).Any(known => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), given));
    }

    private static byte[] Message(string kind, string value) => Encoding.UTF8.GetBytes($"{kind}:{value}");
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
