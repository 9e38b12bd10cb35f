namespace ScanDeputy.Server.Platform.Documents;

/// <summary>
/// For writers that write their last bytes synchronously, as a ZIP's entries do when they end: those are kept and sent with the next asynchronous
/// write. A slow reader then holds no thread. Written once, front to back; the stream behind it stays open.
/// </summary>
internal sealed class AsyncOutput(Stream target) : Stream
{
    private readonly MemoryStream _kept = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => _kept.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _kept.Write(buffer);

    public override void WriteByte(byte value) => _kept.WriteByte(value);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await SendKeptAsync(cancellationToken);
        await target.WriteAsync(buffer, cancellationToken);
    }

    public override void Flush()
    {
        // Sent with the next asynchronous call.
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await SendKeptAsync(cancellationToken);
        await target.FlushAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await SendKeptAsync(CancellationToken.None);
        await base.DisposeAsync();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task SendKeptAsync(CancellationToken ct)
    {
        if (_kept.Length == 0)
            return;

        await target.WriteAsync(_kept.GetBuffer().AsMemory(0, (int)_kept.Length), ct);
        _kept.SetLength(0);
    }
}
