using System.Buffers.Binary;

namespace ScanDeputy.Server.Platform.Images;

/// <summary>
/// WebP (RFC 9649): a RIFF file of chunks. Kept are the picture, its alpha plane and its colour profile; Exif, XMP and
/// unknown chunks go, and all that follows the RIFF. Header and size are written anew. Of an animation the first frame stays,
/// as with PNG.
/// </summary>
internal ref struct WebpCleaner
{
    private const int FileHeaderLength = 12, ChunkHeaderLength = 8, ExtendedLength = 10, FrameHeaderLength = 16;
    private const byte IccFlag = 0x20, AlphaFlag = 0x10;

    private readonly ReadOnlySpan<byte> file;
    private readonly PictureParts kept = new();
    private bool isExtended, isAnimated, hasIcc, mayHaveAlpha, hasAlpha, isTransparent, hasPicture;
    private uint width, height;

    private WebpCleaner(ReadOnlySpan<byte> file) => this.file = file;

    public static bool Recognises(ReadOnlySpan<byte> file) => file.Length >= FileHeaderLength
        && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8);

    public static PhotoResult Clean(ReadOnlySpan<byte> file) => new WebpCleaner(file).Clean();

    private PhotoResult Clean()
    {
        var riffLength = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (riffLength > file.Length - 8) return PhotoRejection.Truncated;
        var rejection = TakeChunks(FileHeaderLength, Math.Max((int)riffLength + 8, FileHeaderLength));
        if (rejection != PhotoRejection.None) return rejection;
        if (!hasPicture) return PhotoRejection.Corrupt;
        return new CleanPhoto("image/webp", Assemble(), (int)width, (int)height);
    }

    /// <summary>Reads chunks until the picture is found; what follows it can only be metadata or further frames.</summary>
    private PhotoRejection TakeChunks(int position, int end)
    {
        while (!hasPicture && position < end)
        {
            if (end - position < ChunkHeaderLength) return PhotoRejection.Truncated;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file[(position + 4)..]);
            if (length > end - position - ChunkHeaderLength) return PhotoRejection.Truncated;
            var rejection = TakeChunk(position, (int)length);
            if (rejection != PhotoRejection.None) return rejection;
            position += ChunkHeaderLength + (int)length + ((int)length & 1);
        }
        return PhotoRejection.None;
    }

    private PhotoRejection TakeChunk(int position, int length)
    {
        var type = file.Slice(position, 4);
        var data = file.Slice(position + ChunkHeaderLength, length);
        if (type.SequenceEqual("VP8X"u8))
        {
            if (data.Length < ExtendedLength) return PhotoRejection.Corrupt;
            isExtended = true;
            mayHaveAlpha = (data[0] & AlphaFlag) != 0;
        }
        else if (type.SequenceEqual("ICCP"u8) && isExtended && !hasIcc)
        {
            hasIcc = true;
            KeepChunk(position, length);
        }
        else if (type.SequenceEqual("ALPH"u8) && mayHaveAlpha && !hasAlpha)
        {
            hasAlpha = isTransparent = true;
            KeepChunk(position, length);
        }
        else if (type.SequenceEqual("ANMF"u8))
            return TakeFrame(position, length);
        else if (type.SequenceEqual("VP8 "u8) || type.SequenceEqual("VP8L"u8))
        {
            hasPicture = TryReadSize(type[3] == 'L', data);
            if (!hasPicture) return PhotoRejection.Corrupt;
            KeepChunk(position, length);
            return PhotoCleaner.CheckSize(width, height);
        }
        return PhotoRejection.None;
    }

    /// <summary>The first frame is the picture; frames within frames would only grow our stack.</summary>
    private PhotoRejection TakeFrame(int position, int length)
    {
        if (isAnimated || length < FrameHeaderLength) return PhotoRejection.Corrupt;
        isAnimated = true;
        var rejection = TakeChunks(position + ChunkHeaderLength + FrameHeaderLength, position + ChunkHeaderLength + length);
        return rejection == PhotoRejection.None && !hasPicture ? PhotoRejection.Corrupt : rejection;
    }

    /// <summary>The padding byte of an odd chunk is our own: the file may lack it, or hold something there.</summary>
    private readonly void KeepChunk(int position, int length)
    {
        kept.Keep(position, ChunkHeaderLength + length);
        if ((length & 1) != 0) kept.Insert(0);
    }

    private bool TryReadSize(bool lossless, ReadOnlySpan<byte> data)
    {
        if (lossless)
        {
            if (data.Length < 5 || data[0] != 0x2F) return false;
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
            width = (bits & 0x3FFF) + 1;
            height = ((bits >> 14) & 0x3FFF) + 1;
            isTransparent = (bits & 1 << 28) != 0;
            return bits >> 29 == 0;
        }
        if (data.Length < 10 || (data[0] & 1) != 0 || !data[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])) return false;
        width = BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFFu;
        height = BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFFu;
        return true;
    }

    private readonly byte[] Assemble()
    {
        var header = new PictureParts();
        header.Insert([.. "RIFF\0\0\0\0WEBP"u8]);
        if (hasIcc || hasAlpha) header.Insert(ExtendedHeader());
        var bytes = header.Followed(kept).Join(file);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), (uint)bytes.Length - 8);
        return bytes;
    }

    private readonly byte[] ExtendedHeader()
    {
        var chunk = new byte[ChunkHeaderLength + ExtendedLength];
        "VP8X"u8.CopyTo(chunk);
        chunk[4] = ExtendedLength;
        chunk[8] = (byte)((hasIcc ? IccFlag : 0) | (isTransparent ? AlphaFlag : 0));
        WriteU24(chunk.AsSpan(12), width - 1);
        WriteU24(chunk.AsSpan(15), height - 1);
        return chunk;
    }

    private static void WriteU24(Span<byte> to, uint value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)value);
        to[2] = (byte)(value >> 16);
    }
}
