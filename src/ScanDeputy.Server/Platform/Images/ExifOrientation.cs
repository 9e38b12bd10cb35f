using System.Buffers.Binary;

namespace ScanDeputy.Server.Platform.Images;

/// <summary>
/// The one Exif tag a picture needs to be seen upright: phones store the sensor's rows as they are and note how the phone was
/// held. Values 1–8 (Exif 2.32, tag 0x0112); 1 is upright.
/// </summary>
internal static class ExifOrientation
{
    public const int Upright = 1;

    private const int TiffHeaderLength = 8;
    private const int EntryLength = 12;
    private const ushort OrientationTag = 0x0112;
    private const ushort TypeShort = 3;

    private static ReadOnlySpan<byte> Signature => "Exif\0\0"u8;

    public static bool IsExif(ReadOnlySpan<byte> app1Body) => app1Body.StartsWith(Signature);

    /// <summary>The orientation in an Exif segment; upright when there is none or it cannot be read.</summary>
    public static int Read(ReadOnlySpan<byte> app1Body)
    {
        var tiff = app1Body[Signature.Length..];
        if (tiff.Length < TiffHeaderLength) return Upright;
        var littleEndian = tiff.StartsWith("II"u8);
        if (!littleEndian && !tiff.StartsWith("MM"u8)) return Upright;
        var directory = U32(tiff, 4, littleEndian);
        if (directory < TiffHeaderLength || directory > tiff.Length - 2) return Upright;
        var entries = tiff[((int)directory + 2)..];
        var count = Math.Min(U16(tiff, (int)directory, littleEndian), entries.Length / EntryLength);
        for (var i = 0; i < count; i++)
        {
            var entry = entries.Slice(i * EntryLength, EntryLength);
            if (U16(entry, 0, littleEndian) != OrientationTag) continue;
            var isOneShort = U16(entry, 2, littleEndian) == TypeShort && U32(entry, 4, littleEndian) == 1;
            var orientation = U16(entry, 8, littleEndian);
            return isOneShort && orientation is >= 1 and <= 8 ? orientation : Upright;
        }
        return Upright;
    }

    /// <summary>A whole APP1 segment with an Exif block that holds this tag and nothing else.</summary>
    public static byte[] MinimalSegment(int orientation) =>
    [
        0xFF, 0xE1, 0x00, 0x22, .. Signature,
        (byte)'M', (byte)'M', 0, 42, 0, 0, 0, TiffHeaderLength, // big-endian TIFF, directory follows
        0, 1, 0x01, 0x12, 0, (byte)TypeShort, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, // one entry
        0, 0, 0, 0, // no next directory, so no thumbnail
    ];

    private static ushort U16(ReadOnlySpan<byte> bytes, int at, bool littleEndian) => littleEndian
        ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..])
        : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at, bool littleEndian) => littleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..])
        : BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
