using System.Security.Cryptography;
using System.Text.Json;

namespace ScanDeputy.Server.Platform.Security;

/// <summary>
/// The keys that protect personal data: all that were ever in use, the current one first, each with its algorithm and its key for look-ups. It follows its
/// file: a key that another program has added or made current is taken up without a restart (docs/operations/keys.md).
/// </summary>
public sealed class KeyRing
{
    /// <summary>
    /// How long a look-up may go on with the keys of before. Whoever writes hashes anew waits longer than this after the new key was made known, since
    /// who looks with the old key alone would not find them.
    /// </summary>
    private const long LookupPatience = 100;

    private readonly Lock _reading = new();
    private State _state;
    private long _lookedAt;

    private KeyRing(string file) => (File, _state) = (file, State.Read(file));

    /// <summary>Full path.</summary>
    public string File { get; }

    public IReadOnlyList<string> Ids => [.. _state.Content.Keys.Select(entry => entry.Id)];

    /// <summary>As the file says now: what is written after a rotation is written with the new key.</summary>
    public RingKey Current
    {
        get
        {
            Follow();
            return _state.Keys[0];
        }
    }

    /// <summary>The one in use first, then those of before, each once.</summary>
    public IReadOnlyList<LookupKey> LookupKeys
    {
        get
        {
            if (Environment.TickCount64 - Volatile.Read(ref _lookedAt) > LookupPatience)
                Follow();
            return _state.LookupKeys;
        }
    }

    /// <exception cref="CryptographicException">No such key: the key file is not the one the data was written with.</exception>
    public RingKey Find(string id) =>
        FindOrNull(id) ?? throw new CryptographicException($"Personal data was written with key '{id}', which is not in the key file.");

    public RingKey? FindOrNull(string id)
    {
        // Another program may have written with a key that is newer than what we have read.
        if (_state.Find(id) is null)
            ReadAgain();
        return _state.Find(id);
    }

    /// <summary>
    /// The embedded profile's ring: a file beside the database, readable by its owner only, made at first start. Losing it
    /// loses the personal data.
    /// </summary>
    /// <param name="algorithm">Of the first key, when there is none yet.</param>
    public static KeyRing OpenOrCreate(string file, KeyAlgorithm? algorithm = null)
    {
        if (!System.IO.File.Exists(file))
            KeyFile.Write(file, new KeyFile.Content([KeyFile.NewEntry([], algorithm ?? KeyAlgorithm.Aes)]));

        return Open(file);
    }

    /// <exception cref="CryptographicException">See <see cref="KeyFile.Read"/>.</exception>
    public static KeyRing Open(string file) => new(Path.GetFullPath(file));

    private void Follow()
    {
        // Taken down before the file is looked at: a change in between is seen by the next who asks in time.
        Volatile.Write(ref _lookedAt, Environment.TickCount64);
        if (KeyFile.StampOf(File) != _state.Stamp)
            ReadAgain();
    }

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
        public IReadOnlyList<RingKey> Keys { get; } = [.. Content.Keys.Select(entry => new RingKey(entry.Id, entry.Algorithm, Convert.FromBase64String(entry.Key)))];

        public IReadOnlyList<LookupKey> LookupKeys { get; } =
            [.. Content.Keys.Select(Content.LookupOf).Distinct().Select(one => new LookupKey(one.Algorithm, Convert.FromBase64String(one.Key)))];

        public RingKey? Find(string id) => Keys.FirstOrDefault(key => key.Id == id);

        public static State Read(string file)
        {
            // Stamped before it is read: a change in between is seen at the next look.
            var stamp = KeyFile.StampOf(file);
            return new State(KeyFile.Read(file), stamp);
        }
    }
}
