using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ScanDeputy.Tests.Platform.Images;

/// <summary>Small valid pictures, written byte by byte, and the things people do not know are in theirs.</summary>
internal static class TestPictures
{
    public const string Secret = "SECRET";

    public static byte[] Exif(int orientation, bool littleEndian = true) => littleEndian
        ? [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 2, 0, 0x0F, 0x01, 2, 0, 7, 0, 0, 0, 38, 0, 0, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0, .. "SECRET\0"u8]
        : [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 2, 0x01, 0x0F, 0, 2, 0, 0, 0, 7, 0, 0, 0, 38, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, .. "SECRET\0"u8];

    public static byte[] Segment(byte marker, params byte[] body) =>
        [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    public static byte[] Segment(byte marker, string text) => Segment(marker, Encoding.Latin1.GetBytes(text));

    public static byte[] Jfif => Segment(0xE0, "JFIF\0\u0001\u0002\0\0\u0001\0\u0001\0\0");

    /// <summary>Grey, 16 × 8: two blocks that say "no difference", with a restart marker between them.</summary>
    public static byte[] Jpeg(params byte[][] segments) => JpegOf(0xC0, [.. Scan(0, 63), 0x3F, 0xFF, 0xD0, 0x3F], segments);

    /// <summary>The same as a progressive picture of two scans.</summary>
    public static byte[] ProgressiveJpeg(params byte[][] segments) =>
        JpegOf(0xC2, [.. Scan(0, 0), 0x7F, 0xFF, 0xD0, 0x7F, .. Scan(1, 63), 0x7F, 0xFF, 0xD0, 0x7F], segments);

    public static byte[] JpegOf(byte frameMarker, byte[] scans, params byte[][] segments) =>
    [
        0xFF, 0xD8, .. segments.SelectMany(segment => segment),
        .. Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]),
        .. Segment(frameMarker, 8, 0, 8, 0, 16, 1, 1, 0x11, 0),
        .. Segment(0xC4, [0x00, 1, .. new byte[15], 0]), .. Segment(0xC4, [0x10, 1, .. new byte[15], 0]),
        .. Segment(0xDD, 0, 1),
        .. scans, 0xFF, 0xD9,
    ];

    private static byte[] Scan(byte from, byte to) => Segment(0xDA, 1, 1, 0, from, to, 0);

    public static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Chunk(string type, params byte[] data)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    public static byte[] Ihdr(uint width, uint height)
    {
        var data = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(data, width);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(4), height);
        data[8] = 8;
        return Chunk("IHDR", data);
    }

    /// <summary>Grey, 3 × 2.</summary>
    public static byte[] Png(params byte[][] beforeData) => PngOf(Ihdr(3, 2), beforeData, []);

    public static byte[] PngOf(byte[] header, byte[][] beforeData, byte[][] afterData) =>
    [
        .. PngSignature, .. header, .. beforeData.SelectMany(chunk => chunk),
        .. Chunk("IDAT", Deflate([0, 10, 20, 30, 0, 40, 50, 60])), .. afterData.SelectMany(chunk => chunk), .. Chunk("IEND"),
    ];

    public static byte[] RiffChunk(string type, params byte[] data)
    {
        byte[] chunk = [.. Encoding.ASCII.GetBytes(type), 0, 0, 0, 0, .. data, .. new byte[data.Length & 1]];
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), data.Length);
        return chunk;
    }

    public static byte[] Webp(params byte[][] chunks) => RiffChunk("RIFF", [.. "WEBP"u8, .. chunks.SelectMany(chunk => chunk)]);

    public static byte[] Vp8x(byte flags) => RiffChunk("VP8X", flags, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Lossy, 1 × 1, and of an even length.</summary>
    public static byte[] Vp8 => RiffChunk("VP8 ", Convert.FromHexString("3001009D012A010001000EC0FE25A400037000000000"));

    /// <summary>Lossless, 1 × 1, and of an odd length.</summary>
    public static byte[] Vp8L => RiffChunk("VP8L", Convert.FromHexString("2F00000010071011118888FE07"));

    public static byte[] Deflate(byte[] raw)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
            zlib.Write(raw);
        return packed.ToArray();
    }

    public static bool Contains(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.Latin1.GetBytes(text)) >= 0;

    // Bit by bit, so that the tests do not believe the product's table.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var part in bytes)
        {
            crc ^= part;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }
        return ~crc;
    }
}
