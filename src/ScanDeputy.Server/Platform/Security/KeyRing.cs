using System.Security.Cryptography;
using System.Text.Json;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>The keys that protect personal data: all that were ever in use, the newest first, and one for look-ups.</summary>
public sealed class KeyRing
{
    private readonly IReadOnlyList<Entry> _keys;

    private KeyRing(Content content)
    {
        _keys = content.Keys;
        LookupKey = Convert.FromBase64String(content.Lookup);
    }

    public (string Id, byte[] Key) Current => (_keys[0].Id, Convert.FromBase64String(_keys[0].Key));

    public byte[] LookupKey { get; }

    /// <exception cref="CryptographicException">No such key: the key file is not the one the data was written with.</exception>
    public byte[] Find(string id) =>
        Convert.FromBase64String(_keys.FirstOrDefault(entry => entry.Id == id)?.Key
            ?? throw new CryptographicException($"Personal data was written with key '{id}', which is not in the key file."));

    /// <summary>
    /// The embedded profile's ring: a file beside the database, readable by its owner only, made at first start. Losing it
    /// loses the personal data.
    /// </summary>
    public static KeyRing OpenOrCreate(string file)
    {
        if (!File.Exists(file))
            Create(file);

        return Open(file);
    }

    /// <exception cref="CryptographicException">No keys in it, or one that is not of 256 bits.</exception>
    public static KeyRing Open(string file)
    {
        var content = JsonSerializer.Deserialize<Content>(File.ReadAllText(file));
        if (content is not { Keys.Count: > 0, Lookup: not null })
            throw new CryptographicException("the key file holds no keys");
        if (content.Keys.Select(entry => entry.Key).Append(content.Lookup).Any(key => !IsStrong(Convert.FromBase64String(key))))
            throw new CryptographicException("a key in it is not 32 random bytes");
        return new KeyRing(content);
    }

    /// <summary>Of 256 bits, and not one byte repeated or a typed pattern of a few.</summary>
    private static bool IsStrong(byte[] key) => key.Length == 32 && key.Distinct().Count() >= 16;

    private static void Create(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var content = new Content([new Entry("k1", NewKey())], NewKey());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        // Written whole under another name first: a half-written key file would lock the data away.
        var draft = file + ".new";
        File.Delete(draft);
        using (var stream = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(stream, content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, file);
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private sealed record Entry(string Id, string Key);

    private sealed record Content(IReadOnlyList<Entry> Keys, string Lookup);
}
