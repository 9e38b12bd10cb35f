namespace ScanDeputy.Server.Features.Network.Bulk;

/// <summary>Long work that somebody has asked for and that ends in one file (docs/decisions/0021).</summary>
internal interface IBulkWork
{
    /// <summary>As stored, for ever.</summary>
    string Kind { get; }

    /// <summary>Does all of it, from the beginning: an attempt that was broken off has left nothing.</summary>
    /// <returns>False when it ended early because <see cref="BulkRun.StepAsync"/> said so.</returns>
    Task<bool> RunAsync(BulkJobRow job, BulkRun run, CancellationToken ct);
}

/// <summary>One attempt at a job: where its file goes, and how far it is.</summary>
internal sealed class BulkRun(BulkOutput output, Func<int, CancellationToken, Task<bool>> step)
{
    public Stream Output => output;

    /// <summary>Stores what was written so far, and renews the lease.</summary>
    /// <returns>False when the job was cancelled, or is another worker's by now: the work ends.</returns>
    public Task<bool> StepAsync(int done, CancellationToken ct) => step(done, ct);
}

/// <summary>Takes a file as it is written, to be carried off piece by piece.</summary>
internal sealed class BulkOutput : Stream
{
    private MemoryStream _held = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>What came since the last time.</summary>
    public byte[] Take()
    {
        var taken = _held.ToArray();
        _held = new MemoryStream();
        return taken;
    }

    public override void Write(byte[] buffer, int offset, int count) => _held.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _held.Write(buffer);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
