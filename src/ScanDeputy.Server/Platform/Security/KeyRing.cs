using System.Security.Cryptography;
using System.Text.Json;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>
/// The keys that protect personal data: all that were ever in use, the current one first, and one for look-ups. It follows its file:
/// a key that another program has added or made current is taken up without a restart (docs/operations/keys.md).
/// </summary>
public sealed class KeyRing
{
    private readonly Lock _reading = new();
    private State _state;

    private KeyRing(string file) => (File, _state) = (file, State.Read(file));

    /// <summary>Full path.</summary>
    public string File { get; }

    public IReadOnlyList<string> Ids => [.. _state.Content.Keys.Select(entry => entry.Id)];

    /// <summary>As the file says now: what is written after a rotation is written with the new key.</summary>
    public (string Id, byte[] Key) Current
    {
        get
        {
            if (KeyFile.StampOf(File) != _state.Stamp)
                ReadAgain();
            var first = _state.Content.Keys[0];
            return (first.Id, Convert.FromBase64String(first.Key));
        }
    }

    /// <summary>Never changes: hashes that were made with it are what accounts are found by.</summary>
    public byte[] LookupKey => Convert.FromBase64String(_state.Content.Lookup);

    /// <exception cref="CryptographicException">No such key: the key file is not the one the data was written with.</exception>
    public byte[] Find(string id)
    {
        // Another program may have written with a key that is newer than what we have read.
        if (_state.Find(id) is null)
            ReadAgain();
        return _state.Find(id) ?? throw new CryptographicException($"Personal data was written with key '{id}', which is not in the key file.");
    }

    /// <summary>
    /// The embedded profile's ring: a file beside the database, readable by its owner only, made at first start. Losing it
    /// loses the personal data.
    /// </summary>
    public static KeyRing OpenOrCreate(string file)
    {
        if (!System.IO.File.Exists(file))
            KeyFile.Write(file, new KeyFile.Content([KeyFile.NewEntry([])], KeyFile.NewKey()));

        return Open(file);
    }

    /// <exception cref="CryptographicException">No keys in it, or one that is not of 256 bits.</exception>
    public static KeyRing Open(string file) => new(Path.GetFullPath(file));

    /// <summary>A file that cannot be read at this moment leaves the ring as it is.</summary>
    private void ReadAgain()
    {
        lock (_reading)
        {
            try
            {
                var now = State.Read(File);
                // A copy of an older file, or another's, must not take keys away that data was written with.
                if (now.Content.Lookup == _state.Content.Lookup && _state.Content.Keys.All(entry => now.Content.Keys.Contains(entry)))
                    _state = now;
            }
            catch (Exception exception) when (exception is CryptographicException or JsonException or FormatException or IOException or UnauthorizedAccessException)
            {
                // Tried again by the next call.
            }
        }
    }

    private sealed record State(KeyFile.Content Content, KeyFile.Stamp Stamp)
    {
        public byte[]? Find(string id) => Content.Keys.FirstOrDefault(entry => entry.Id == id) is { } found ? Convert.FromBase64String(found.Key) : null;

        public static State Read(string file)
        {
            // Stamped before it is read: a change in between is seen at the next look.
            var stamp = KeyFile.StampOf(file);
            return new State(KeyFile.Read(file), stamp);
        }
    }
}
