using System.Security.Cryptography;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Administration.Backup;

/// <summary>Reads what <see cref="SealingStream"/> wrote; gives out nothing that was not found whole. The file stays open.</summary>
public sealed class UnsealingStream : Stream
{
    private readonly Stream _file;
    private readonly KeyAlgorithm _algorithm;
    private readonly byte[] _key;
    private readonly byte[] _line;
    private readonly byte[] _plain = new byte[SealedHeader.PieceSize];
    private byte[] _sealed = new byte[SealedHeader.PieceSize + KeyAlgorithm.TagSize];
    private byte[] _ahead = new byte[SealedHeader.PieceSize + KeyAlgorithm.TagSize];
    private int _length;
    private int _start;
    private int _end;
    private long _read;

    private UnsealingStream(Stream file, KeyAlgorithm algorithm, byte[] key, byte[] line) => (_file, _algorithm, _key, _line) = (file, algorithm, key, line);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="BackupException">It is no backup, one of another version, or of a key that is not in the ring.</exception>
    public static async Task<UnsealingStream> BeginAsync(Stream file, KeyRing ring, CancellationToken ct)
    {
        var (header, line) = await SealedHeader.ReadAsync(file, ct);
        var key = header.Open(ring);
        var reader = new UnsealingStream(file, KeyAlgorithm.Find(header.Algorithm)!, key, line);
        reader._length = await file.ReadAtLeastAsync(reader._sealed, reader._sealed.Length, throwOnEndOfStream: false, ct);
        return reader;
    }

    /// <exception cref="BackupException">The file was altered or cut.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _end)
        {
            if (_length == 0 && _read > 0)
                return 0;

            // Only a full piece can have another one behind it.
            var next = _length == _sealed.Length ? await _file.ReadAtLeastAsync(_ahead, _ahead.Length, throwOnEndOfStream: false, cancellationToken) : 0;
            Open(isLast: next == 0);
            (_sealed, _ahead, _length) = (_ahead, _sealed, next);
        }

        var taken = int.Min(buffer.Length, _end - _start);
        _plain.AsMemory(_start, taken).CopyTo(buffer);
        _start += taken;
        return taken;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Open(bool isLast)
    {
        try
        {
            var size = _length - KeyAlgorithm.TagSize;
            if (size < 0)
                throw new CryptographicException("The file ends within a piece.");
            _algorithm.Decrypt(_key, SealedHeader.Nonce(_read, isLast), _sealed.AsSpan(0, size), _sealed.AsSpan(size, KeyAlgorithm.TagSize), _plain.AsSpan(0, size), _line);
            (_start, _end) = (0, size);
            _read++;
        }
        catch (CryptographicException)
        {
            throw BackupFaults.Of("altered", _read + 1);
        }
    }
}
