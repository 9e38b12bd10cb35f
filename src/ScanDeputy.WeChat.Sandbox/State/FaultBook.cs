namespace ScanDeputy.WeChat.Sandbox.State;

/// <summary>Faults to come: the next n calls of a path (or of any) answer an errcode, or lose their connection.</summary>
internal sealed class FaultBook
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _errors = [];
    private readonly List<Fault> _drops = [];

    public void FailNext(string? path, int errCode, int times)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        lock (_gate) _errors.Add(new Fault(path, errCode, times, false));
    }

    public void DropNext(string? path, int times, bool afterwards)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        lock (_gate) _drops.Add(new Fault(path, 0, times, afterwards));
    }

    public int? TakeError(string path) => Take(_errors, path)?.ErrCode;

    /// <summary>Null: keep the connection. False: drop it before anything is done. True: do the work, then drop it without an answer.</summary>
    public bool? TakeDrop(string path) => Take(_drops, path)?.Afterwards;

    public void Clear()
    {
        lock (_gate)
        {
            _errors.Clear();
            _drops.Clear();
        }
    }

    private Fault? Take(List<Fault> faults, string path)
    {
        lock (_gate)
        {
            var fault = faults.Find(f => f.Path is null || string.Equals(f.Path, path, StringComparison.Ordinal));
            if (fault is null) return null;
            if (--fault.Left == 0) faults.Remove(fault);
            return fault;
        }
    }

    private sealed class Fault(string? path, int errCode, int left, bool afterwards)
    {
        public string? Path { get; } = path;

        public int ErrCode { get; } = errCode;

        public int Left { get; set; } = left;

        public bool Afterwards { get; } = afterwards;
    }
}
