using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>The file of a <see cref="KeyRing"/>: JSON, changed only by putting a whole new file in its place.</summary>
public static class KeyFile
{
    /// <param name="Alg">The name of its <see cref="KeyAlgorithm"/>; null for the first.</param>
    /// <param name="Lookup">Its key for look-ups; null when it is the file's.</param>
    public sealed record Entry(
        string Id, string Key,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Alg = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Lookup = null)
    {
        /// <exception cref="CryptographicException">The program knows no such algorithm.</exception>
        internal KeyAlgorithm Algorithm => KeyAlgorithm.Find(Alg) ?? throw new CryptographicException($"key '{Id}' is for '{Alg}', which this program does not know");
    }

    /// <param name="Keys">The current one first. One that is known but not yet in use stands behind it.</param>
    /// <param name="Lookup">For look-ups of the keys that have none of their own, as keys had none when this file was new.</param>
    public sealed record Content(
        IReadOnlyList<Entry> Keys, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Lookup = null)
    {
        internal (KeyAlgorithm Algorithm, string Key) LookupOf(Entry entry) => entry.Lookup is { } own ? (entry.Algorithm, own) : (KeyAlgorithm.Aes, Lookup!);
    }

    /// <summary>Differs when the file was replaced.</summary>
    public readonly record struct Stamp(DateTime ChangedAt, long Length);

    public static Stamp StampOf(string file)
    {
        // Mounted secrets are links; what they lead to is what changes.
        var target = new FileInfo(TargetOf(file));
        return target.Exists ? new Stamp(target.LastWriteTimeUtc, target.Length) : default;
    }

    /// <exception cref="CryptographicException">No keys in it, one that is not random bytes of its algorithm's size, or of an algorithm that is not known.</exception>
    public static Content Read(string file)
    {
        var content = JsonSerializer.Deserialize<Content>(File.ReadAllText(file));
        if (content is not { Keys.Count: > 0 } || content.Keys.Any(entry => entry is not { Id.Length: > 0, Key: not null }))
            throw new CryptographicException("the key file holds no keys");
        if (content.Lookup is null && content.Keys.FirstOrDefault(entry => entry.Lookup is null) is { } lacking)
            throw new CryptographicException($"key '{lacking.Id}' has no key for look-ups");
        if (content.Keys.FirstOrDefault(entry => !IsStrong(entry.Key, entry.Algorithm.KeySize)) is { } weak)
            throw new CryptographicException($"key '{weak.Id}' is not {weak.Algorithm.KeySize} random bytes");
        if (content.Keys.Select(entry => entry.Lookup).Append(content.Lookup).OfType<string>().Any(key => !IsStrong(key, KeyAlgorithm.LookupKeySize)))
            throw new CryptographicException($"a key for look-ups in it is not {KeyAlgorithm.LookupKeySize} random bytes");
        return content;
    }

    /// <summary>Written whole under another name first: a half-written key file would lock the data away.</summary>
    public static void Write(string file, Content content)
    {
        file = TargetOf(file);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = File.Exists(file) ? File.GetUnixFileMode(file) : UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var draft = file + ".new";
        File.Delete(draft);
        using (var stream = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(stream, content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, file, overwrite: true);
    }

    /// <summary>The file with one more key; in use at once, or only known.</summary>
    /// <param name="algorithm">Of the new key.</param>
    public static Content Add(Content content, bool inUse, KeyAlgorithm algorithm)
    {
        var added = NewEntry(content.Keys, algorithm);
        return content with { Keys = inUse ? [added, .. content.Keys] : [content.Keys[0], added, .. content.Keys.Skip(1)] };
    }

    /// <returns>Null when there is no such key.</returns>
    public static Content? Use(Content content, string id) => content.Keys.FirstOrDefault(entry => entry.Id == id) is { } chosen
        ? content with { Keys = [chosen, .. content.Keys.Where(entry => entry != chosen)] }
        : null;

    /// <summary>k1, k2 …: the first number that was never used.</summary>
    internal static Entry NewEntry(IReadOnlyList<Entry> known, KeyAlgorithm algorithm)
    {
        var number = 1;
        while (known.Any(entry => entry.Id == $"k{number}"))
            number++;
        return new Entry($"k{number}", NewKey(algorithm.KeySize), algorithm.Name, NewKey(KeyAlgorithm.LookupKeySize));
    }

    private static string NewKey(int size) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(size));

    private static string TargetOf(string file) =>
        File.Exists(file) && File.ResolveLinkTarget(file, returnFinalTarget: true) is { } target ? target.FullName : file;

    /// <summary>Of the right size, and not one byte repeated or a typed pattern of a few.</summary>
    private static bool IsStrong(string key, int size) => Convert.FromBase64String(key) is var bytes && bytes.Length == size && bytes.Distinct().Count() >= size / 2;
}
