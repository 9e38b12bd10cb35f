using System.Security.Cryptography;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>A key of the ring, as it is used.</summary>
public sealed class RingKey(string id, KeyAlgorithm algorithm, byte[] key)
{
    public string Id => id;

    public KeyAlgorithm Algorithm => algorithm;

    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated) => algorithm.Seal(key, plain, associated);

    /// <exception cref="CryptographicException">It was cut or altered, or another key or other associated bytes belong to it.</exception>
    public byte[] Open(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> associated) => algorithm.Open(key, bytes, associated);

    /// <summary>A key for one thing, which leads back neither to this one nor to another's.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="salt">Which one.</param>
    public byte[] Derive(string purpose, ReadOnlySpan<byte> salt) =>
        algorithm.Hash(key, [.. System.Text.Encoding.UTF8.GetBytes(purpose), 0, .. salt])[..algorithm.KeySize];
}

/// <summary>A key for hashes by which things are found.</summary>
public sealed class LookupKey(KeyAlgorithm algorithm, byte[] key)
{
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public string Hash(ReadOnlySpan<byte> message) => Convert.ToHexStringLower(algorithm.Hash(key, message));
}
