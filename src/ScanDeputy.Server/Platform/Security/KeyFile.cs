using System.Security.Cryptography;
using System.Text.Json;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>The file of a <see cref="KeyRing"/>: JSON, changed only by putting a whole new file in its place.</summary>
public static class KeyFile
{
    public sealed record Entry(string Id, string Key);

    /// <param name="Keys">The current one first. One that is known but not yet in use stands behind it.</param>
    public sealed record Content(IReadOnlyList<Entry> Keys, string Lookup);

    /// <summary>Differs when the file was replaced.</summary>
    public readonly record struct Stamp(DateTime ChangedAt, long Length);

    public static Stamp StampOf(string file)
    {
        // Mounted secrets are links; what they lead to is what changes.
        var target = new FileInfo(TargetOf(file));
        return target.Exists ? new Stamp(target.LastWriteTimeUtc, target.Length) : default;
    }

    /// <exception cref="CryptographicException">No keys in it, or one that is not of 256 bits.</exception>
    public static Content Read(string file)
    {
        var content = JsonSerializer.Deserialize<Content>(File.ReadAllText(file));
        if (content is not { Keys.Count: > 0, Lookup: not null })
            throw new CryptographicException("the key file holds no keys");
        if (content.Keys.Select(entry => entry.Key).Append(content.Lookup).Any(key => !IsStrong(Convert.FromBase64String(key))))
            throw new CryptographicException("a key in it is not 32 random bytes");
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
    public static Content Add(Content content, bool inUse)
    {
        var added = NewEntry(content.Keys);
        return content with { Keys = inUse ? [added, .. content.Keys] : [content.Keys[0], added, .. content.Keys.Skip(1)] };
    }

    /// <returns>Null when there is no such key.</returns>
    public static Content? Use(Content content, string id) => content.Keys.FirstOrDefault(entry => entry.Id == id) is { } chosen
        ? content with { Keys = [chosen, .. content.Keys.Where(entry => entry != chosen)] }
        : null;

    /// <summary>k1, k2 …: the first number that was never used.</summary>
    internal static Entry NewEntry(IReadOnlyList<Entry> known)
    {
        var number = 1;
        while (known.Any(entry => entry.Id == $"k{number}"))
            number++;
        return new Entry($"k{number}", NewKey());
    }

    internal static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static string TargetOf(string file) =>
        File.Exists(file) && File.ResolveLinkTarget(file, returnFinalTarget: true) is { } target ? target.FullName : file;

    /// <summary>Of 256 bits, and not one byte repeated or a typed pattern of a few.</summary>
    private static bool IsStrong(byte[] key) => key.Length == 32 && key.Distinct().Count() >= 16;
}
