using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace ScanDeputy.Server.Features.Administration.Backup;

/// <summary>Writes lines and knows the hash of all of them, and of the current table's rows.</summary>
internal sealed class LineWriter(Stream stream) : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = BackupFormat.Json.Encoder, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _line = new(64 * 1024);
    private readonly IncrementalHash _all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _table = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Of everything written so far.</summary>
    public string HashOfAll => Convert.ToHexStringLower(_all.GetCurrentHash());

    /// <summary>Of the rows since the last call.</summary>
    public string TakeHashOfRows() => Convert.ToHexStringLower(_table.GetHashAndReset());

    public ValueTask WriteAsync<T>(T value, CancellationToken ct)
    {
        _line.Clear();
        _line.Write(JsonSerializer.SerializeToUtf8Bytes(value, BackupFormat.Json));
        return FlushAsync(isRow: false, ct);
    }

    public ValueTask WriteRowAsync(object?[] values, CancellationToken ct)
    {
        _line.Clear();
        using (var writer = new Utf8JsonWriter(_line, Options))
        {
            writer.WriteStartArray();
            foreach (var value in values)
                Write(writer, value);
            writer.WriteEndArray();
        }

        return FlushAsync(isRow: true, ct);
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case byte[] bytes:
                writer.WriteStartObject();
                writer.WriteBase64String("b", bytes);
                writer.WriteEndObject();
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case long or int or short or sbyte or byte or uint:
                writer.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            default:
                throw new BackupException($"A column holds a {value.GetType().Name}, which a backup cannot carry.");
        }
    }

    private ValueTask FlushAsync(bool isRow, CancellationToken ct)
    {
        _line.Write("\n"u8);
        _all.AppendData(_line.WrittenSpan);
        if (isRow)
            _table.AppendData(_line.WrittenSpan);
        return stream.WriteAsync(_line.WrittenMemory, ct);
    }

    public void Dispose()
    {
        _all.Dispose();
        _table.Dispose();
    }
}

/// <summary>Reads what <see cref="LineWriter"/> wrote, with the same two hashes.</summary>
internal sealed class LineReader(Stream stream) : IDisposable
{
    // A photo of 10 MB in base64, with room.
    private const int LongestLine = 64 * 1024 * 1024;

    private readonly IncrementalHash _all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _table = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;

    /// <summary>Of everything read before the last line.</summary>
    public string HashBeforeLast { get; private set; } = "";

    public string TakeHashOfRows() => Convert.ToHexStringLower(_table.GetHashAndReset());

    /// <summary>The next line without its line feed; valid until the next call. Null at the end of the file.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken ct)
    {
        var searched = 0;
        while (true)
        {
            var at = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (at >= 0)
                return Take(searched + at);

            searched = _end - _start;
            if (!await FillAsync(ct))
                return _end == _start ? null : throw new BackupException("The file ends in the middle of a line.");
        }
    }

    /// <summary>Says that the line just read is a table's row.</summary>
    public void CountAsRow(ReadOnlySpan<byte> line)
    {
        _table.AppendData(line);
        _table.AppendData("\n"u8);
    }

    public static T Parse<T>(ReadOnlyMemory<byte>? line)
        where T : class
    {
        try
        {
            return (line is { } bytes ? JsonSerializer.Deserialize<T>(bytes.Span, BackupFormat.Json) : null)
                ?? throw new BackupException($"The file ends where a {typeof(T).Name} should stand.");
        }
        catch (JsonException exception)
        {
            throw new BackupException($"The file has something else where a {typeof(T).Name} should stand.", exception);
        }
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        HashBeforeLast = Convert.ToHexStringLower(_all.GetCurrentHash());
        var line = _buffer.AsMemory(_start, length);
        _all.AppendData(_buffer.AsSpan(_start, length + 1));
        _start += length + 1;
        return line;
    }

    private async Task<bool> FillAsync(CancellationToken ct)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= LongestLine)
                throw new BackupException("The file has a line that no backup has.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), ct);
        _end += read;
        return read > 0;
    }

    public void Dispose()
    {
        _all.Dispose();
        _table.Dispose();
    }
}
