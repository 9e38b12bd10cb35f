using System.Buffers.Binary;

namespace ScanDeputy.Server.Platform.Images;

/// <summary>
/// PNG (W3C PNG, third edition): a signature and chunks with checksums. Kept are the critical chunks and the few that say how
/// the pixels look; texts, Exif, times and private chunks go, and all that follows IEND. An animated PNG becomes its still
/// picture: evidence needs no animation, and frames would be pictures that nobody measured.
/// </summary>
internal static class PngCleaner
{
    private const int LongestIcc = 4 * 1024 * 1024;
    private const int ChunkOverhead = 12;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool Recognises(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    public static PhotoResult Clean(ReadOnlySpan<byte> file)
    {
        var parts = new PictureParts();
        parts.Keep(0, Signature.Length);
        var position = Signature.Length;
        var state = State.Start;
        uint width = 0, height = 0;
        while (state != State.End)
        {
            var rejection = ReadChunk(file[position..], out var type, out var data);
            if (rejection != PhotoRejection.None) return rejection;
            var next = Next(state, type, data);
            if (next is null) return PhotoRejection.Corrupt;
            if (state == State.Start)
            {
                rejection = ReadHeader(data, out width, out height);
                if (rejection != PhotoRejection.None) return rejection;
            }
            if (IsCritical(type) || (state == State.BeforeData && data.Length <= LongestAllowed(type)))
                parts.Keep(position, data.Length + ChunkOverhead);
            position += data.Length + ChunkOverhead;
            state = next.Value;
        }
        return new CleanPhoto("image/png", parts.Join(file), (int)width, (int)height);
    }

    private static PhotoRejection ReadChunk(ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> data)
    {
        type = data = default;
        if (rest.Length < ChunkOverhead) return PhotoRejection.Truncated;
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > int.MaxValue) return PhotoRejection.Corrupt;
        if (length > rest.Length - ChunkOverhead) return PhotoRejection.Truncated;
        type = rest.Slice(4, 4);
        data = rest.Slice(8, (int)length);
        var written = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
        return Crc32.Of(rest.Slice(4, 4 + (int)length)) == written ? PhotoRejection.None : PhotoRejection.Corrupt;
    }

    private enum State
    {
        Start,
        BeforeData,
        InData,
        AfterData,
        End,
    }

    /// <summary>The order the specification asks for; null when the chunk may not stand here.</summary>
    private static State? Next(State state, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (type.SequenceEqual("IHDR"u8)) return state == State.Start ? State.BeforeData : null;
        if (state == State.Start) return null;
        if (type.SequenceEqual("IDAT"u8)) return state == State.AfterData ? null : State.InData;
        if (type.SequenceEqual("IEND"u8)) return state != State.BeforeData && data.IsEmpty ? State.End : null;
        if (type.SequenceEqual("PLTE"u8)) return state == State.BeforeData ? state : null;
        if (IsCritical(type)) return null; // A decoder that does not know a critical chunk must refuse the file.
        return state == State.InData ? State.AfterData : state;
    }

    private static PhotoRejection ReadHeader(ReadOnlySpan<byte> data, out uint width, out uint height)
    {
        width = height = 0;
        if (data.Length != 13) return PhotoRejection.Corrupt;
        width = BinaryPrimitives.ReadUInt32BigEndian(data);
        height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        return PhotoCleaner.CheckSize(width, height);
    }

    private static bool IsCritical(ReadOnlySpan<byte> type) => type[0] is >= (byte)'A' and <= (byte)'Z';

    /// <summary>The longest sensible content of an ancillary chunk that stays, -1 for one that goes: nothing hides in an oversized gAMA.</summary>
    private static int LongestAllowed(ReadOnlySpan<byte> type) => type switch
    {
        _ when type.SequenceEqual("tRNS"u8) => 256,
        _ when type.SequenceEqual("gAMA"u8) => 4,
        _ when type.SequenceEqual("cHRM"u8) => 32,
        _ when type.SequenceEqual("sRGB"u8) => 1,
        _ when type.SequenceEqual("pHYs"u8) => 9,
        _ when type.SequenceEqual("sBIT"u8) => 4,
        _ when type.SequenceEqual("bKGD"u8) => 6,
        _ when type.SequenceEqual("iCCP"u8) => LongestIcc,
        _ => -1,
    };
}
