using System.Security.Cryptography;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>
/// How a key of the ring encrypts and makes keyed hashes (docs/decisions/0026). What was sealed is nonce, tag and cipher text, one after the other, whatever the
/// algorithm; a keyed hash has 32 bytes.
/// </summary>
public abstract class KeyAlgorithm
{
    public const int NonceSize = 12;
    public const int TagSize = 16;

    /// <summary>Of a key for hashes, in bytes.</summary>
    public const int LookupKeySize = 32;

    public static readonly KeyAlgorithm Aes = new AesKeyAlgorithm();
    public static readonly KeyAlgorithm Sm4 = new Sm4KeyAlgorithm();
    public static readonly IReadOnlyList<KeyAlgorithm> All = [Aes, Sm4];

    /// <summary>As it stands in key files, settings and headers of backups.</summary>
    public abstract string Name { get; }

    /// <summary>In bytes.</summary>
    public abstract int KeySize { get; }

    /// <returns>Null when there is none of this name. A file or a setting that names none means the first.</returns>
    public static KeyAlgorithm? Find(string? name) => name is null ? Aes : All.FirstOrDefault(algorithm => algorithm.Name == name);

    /// <param name="associated">Bound to it: it opens with the same only.</param>
    public byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated)
    {
        var bytes = new byte[NonceSize + TagSize + plain.Length];
        var nonce = bytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        Encrypt(key, nonce, plain, bytes.AsSpan(NonceSize + TagSize), bytes.AsSpan(NonceSize, TagSize), associated);
        return bytes;
    }

    /// <exception cref="CryptographicException">It was cut or altered, or another key or other associated bytes belong to it.</exception>
    public byte[] Open(byte[] key, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> associated)
    {
        if (bytes.Length < NonceSize + TagSize)
            throw new CryptographicException("An encrypted value was cut or altered.");

        var plain = new byte[bytes.Length - NonceSize - TagSize];
        Decrypt(key, bytes[..NonceSize], bytes[(NonceSize + TagSize)..], bytes.Slice(NonceSize, TagSize), plain, associated);
        return plain;
    }

    public abstract void Encrypt(
        byte[] key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> cipher, Span<byte> tag, ReadOnlySpan<byte> associated);

    /// <exception cref="CryptographicException">See <see cref="Open"/>; nothing is left in <paramref name="plain"/>.</exception>
    public abstract void Decrypt(
        byte[] key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> tag, Span<byte> plain, ReadOnlySpan<byte> associated);

    /// <returns>The keyed hash of a message.</returns>
    public abstract byte[] Hash(byte[] key, ReadOnlySpan<byte> message);
}

internal sealed class AesKeyAlgorithm : KeyAlgorithm
{
    public override string Name => "AES-256-GCM+HMAC-SHA256";

    public override int KeySize => 32;

    public override void Encrypt(
        byte[] key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> cipher, Span<byte> tag, ReadOnlySpan<byte> associated)
    {
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plain, cipher, tag, associated);
    }

    public override void Decrypt(
        byte[] key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> tag, Span<byte> plain, ReadOnlySpan<byte> associated)
    {
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(nonce, cipher, tag, plain, associated);
    }

    public override byte[] Hash(byte[] key, ReadOnlySpan<byte> message) => HMACSHA256.HashData(key, message);
}
