using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Administration.Backup;

/// <summary>
/// The first line of a backup, in plain text: which key of the ring the rest is sealed with. Behind it stand pieces of <see cref="PieceSize"/> bytes, each
/// as cipher text and tag; the last one is shorter, or full. A piece is bound to the whole line, to its place, and to being the last or not, so that none can
/// be altered, moved, left out, or cut off, nor come from another file.
/// </summary>
/// <param name="Backup">The program's name.</param>
/// <param name="Key">The id of a key of the ring; the file's own key is derived from it with the salt.</param>
/// <param name="Salt">32 bytes of chance, in base64.</param>
/// <param name="Proof">Says whether the ring's key of this id is the right one: another installation has a k1, too.</param>
public sealed record SealedHeader(string Backup, int Format, string Key, string Algorithm, string Salt, string Proof)
{
    public const string Program = "ScanDeputy";
    public const int PieceSize = 64 * 1024;

    private const int LongestLine = 4096;
    private const int SaltSize = 32;

    /// <summary>For a new file.</summary>
    public static SealedHeader New(RingKey key)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        return new SealedHeader(Program, BackupFormat.Version, key.Id, key.Algorithm.Name, Convert.ToBase64String(salt), ProofOf(key, salt));
    }

    /// <summary>With its line feed.</summary>
    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, BackupFormat.Json), (byte)'\n'];

    /// <summary>Reads the line and leaves the stream behind it.</summary>
    /// <exception cref="BackupException">It is no backup, or one of another version.</exception>
    public static async Task<(SealedHeader Header, byte[] Line)> ReadAsync(Stream file, CancellationToken ct)
    {
        var line = new List<byte>(512);
        var one = new byte[1];
        while (line.Count < LongestLine && await file.ReadAsync(one, ct) == 1)
        {
            line.Add(one[0]);
            if (one[0] == '\n')
                break;
        }

        if (line is [0x1f, 0x8b, ..])
            throw BackupFaults.Of("plain");

        byte[] bytes = [.. line];
        if (Parse(bytes) is not { Backup: Program } header)
            throw BackupFaults.Of("none");
        return header.Format == BackupFormat.Version ? (header, bytes) : throw BackupFaults.Of("format", header.Format, BackupFormat.Version);
    }

    /// <returns>The key of the file.</returns>
    /// <exception cref="BackupException">The ring has not the key that it was sealed with.</exception>
    public byte[] Open(KeyRing ring)
    {
        if (ring.FindOrNull(Key) is not { } key)
            throw BackupFaults.Of("key_missing", Key);
        if (key.Algorithm.Name != Algorithm)
            throw BackupFaults.Of("algorithm", Algorithm, Key);

        var salt = new byte[SaltSize];
        if (!Convert.TryFromBase64String(Salt, salt, out var length) || length != SaltSize)
            throw BackupFaults.Of("none");
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ProofOf(key, salt)), Encoding.UTF8.GetBytes(Proof)))
            throw BackupFaults.Of("key_foreign", Key);
        return KeyOf(key, salt);
    }

    /// <summary>The same as <see cref="Open"/> makes of it.</summary>
    public byte[] KeyOf(RingKey key) => KeyOf(key, Convert.FromBase64String(Salt));

    /// <param name="piece">From 0.</param>
    public static byte[] Nonce(long piece, bool isLast)
    {
        var nonce = new byte[KeyAlgorithm.NonceSize];
        BinaryPrimitives.WriteInt64BigEndian(nonce, piece);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
        return nonce;
    }

    private static SealedHeader? Parse(byte[] line)
    {
        try
        {
            return JsonSerializer.Deserialize<SealedHeader>(line, BackupFormat.Json) is { Key: not null, Algorithm: not null, Salt: not null, Proof: not null } header ? header : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] KeyOf(RingKey key, byte[] salt) => key.Derive("backup", salt);

    private static string ProofOf(RingKey key, byte[] salt) => Convert.ToHexStringLower(key.Derive("backup-proof", salt));
}
