namespace ScanDeputy.WeChat.Sandbox.State;

/// <summary>Remembers the last <paramref name="capacity"/> entries, oldest first, and how many there ever were.</summary>
internal sealed class BoundedLog<T>(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _entries = new();
    private long _total;

    public long Add(Func<long, T> create)
    {
        lock (_gate)
        {
            _total++;
            _entries.Enqueue(create(_total));
            if (_entries.Count > capacity) _entries.Dequeue();
            return _total;
        }
    }

    /// <summary>A number for something that is not remembered.</summary>
    public long Skip()
    {
        lock (_gate) return ++_total;
    }

    public IReadOnlyList<T> Entries(Func<T, bool> wanted)
    {
        lock (_gate) return [.. _entries.Where(wanted)];
    }

    public int Count(Func<T, bool> wanted)
    {
        lock (_gate) return _entries.Count(wanted);
    }

    /// <summary>Numbers go on from where they were.</summary>
    public void Clear()
    {
        lock (_gate) _entries.Clear();
    }
}
