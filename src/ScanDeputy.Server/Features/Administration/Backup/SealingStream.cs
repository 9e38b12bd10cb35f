using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Administration.Backup;

/// <summary>
/// Seals what is written to it, a piece at a time, into a file (<see cref="SealedHeader"/>). Without <see cref="CompleteAsync"/> the file has no end and
/// cannot be read. The file stays open.
/// </summary>
public sealed class SealingStream : Stream
{
    private readonly Stream _file;
    private readonly KeyAlgorithm _algorithm;
    private readonly byte[] _key;
    private readonly byte[] _line;
    private readonly byte[] _piece = new byte[SealedHeader.PieceSize];
    private readonly byte[] _sealed = new byte[SealedHeader.PieceSize + KeyAlgorithm.TagSize];
    private int _filled;
    private long _written;

    private SealingStream(Stream file, RingKey key, SealedHeader header, byte[] line) =>
        (_file, _algorithm, _key, _line) = (file, key.Algorithm, header.KeyOf(key), line);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static async Task<SealingStream> BeginAsync(Stream file, RingKey key, CancellationToken ct)
    {
        var header = SealedHeader.New(key);
        var line = header.ToLine();
        await file.WriteAsync(line, ct);
        return new SealingStream(file, key, header, line);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            // A full piece waits for more: it may be the last.
            if (_filled == _piece.Length)
                await _file.WriteAsync(Seal(isLast: false), cancellationToken);
            buffer = Take(buffer);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        ReadOnlyMemory<byte> left = buffer.AsMemory(offset, count);
        while (left.Length > 0)
        {
            if (_filled == _piece.Length)
                _file.Write(Seal(isLast: false).Span);
            left = Take(left);
        }
    }

    public ValueTask CompleteAsync(CancellationToken ct) => _file.WriteAsync(Seal(isLast: true), ct);

    public override void Flush()
    {
        // A piece is written when it is full.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> buffer)
    {
        var taken = int.Min(buffer.Length, _piece.Length - _filled);
        buffer[..taken].CopyTo(_piece.AsMemory(_filled));
        _filled += taken;
        return buffer[taken..];
    }

    private ReadOnlyMemory<byte> Seal(bool isLast)
    {
        var length = _filled + KeyAlgorithm.TagSize;
        _algorithm.Encrypt(
            _key, SealedHeader.Nonce(_written++, isLast), _piece.AsSpan(0, _filled), _sealed.AsSpan(0, _filled), _sealed.AsSpan(_filled, KeyAlgorithm.TagSize), _line);
        _filled = 0;
        return _sealed.AsMemory(0, length);
    }
}
