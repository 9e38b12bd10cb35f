using System.Buffers.Binary;

namespace ScanDeputy.Server.Platform.Images;

/// <summary>
/// JPEG (ITU-T T.81): markers with segments, then scans. Kept are the segments a decoder needs, JFIF without its thumbnail,
/// Adobe's colour transform, the ICC profile, and the orientation in a new Exif block; every other APPn and COM goes, and all
/// that follows the first EOI (motion-photo videos, MPF's second pictures, appended files).
/// </summary>
internal ref struct JpegCleaner
{
    private const byte Tem = 0x01, Sof0 = 0xC0, Sof2 = 0xC2, Dht = 0xC4, Rst0 = 0xD0, Rst7 = 0xD7, Soi = 0xD8, Eoi = 0xD9,
        Sos = 0xDA, Dqt = 0xDB, Dnl = 0xDC, Dri = 0xDD, App0 = 0xE0, App1 = 0xE1, App2 = 0xE2, App14 = 0xEE, App15 = 0xEF, Com = 0xFE;

    // Real files have some dozens. Many tiny ones would make the list of parts larger than the file.
    private const int MostSegments = 20_000;

    private readonly ReadOnlySpan<byte> file;
    private readonly PictureParts parts = new();
    private int position = 2, segments;
    private ushort width, height;
    private bool hasScan, hasJfif, hasAdobe, hasOrientation;

    private JpegCleaner(ReadOnlySpan<byte> file) => this.file = file;

    public static bool Recognises(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, Soi, 0xFF]);

    public static PhotoResult Clean(ReadOnlySpan<byte> file) => new JpegCleaner(file).Clean();

    private PhotoResult Clean()
    {
        parts.Keep(0, 2);
        while (true)
        {
            if (!TryReadMarker(out var marker, out var rejection)) return rejection;
            if (marker == Eoi) break;
            if (marker is Soi or Tem or (>= Rst0 and <= Rst7) || ++segments > MostSegments) return PhotoRejection.Corrupt;
            rejection = TakeSegment(marker);
            if (rejection != PhotoRejection.None) return rejection;
        }
        if (!hasScan) return PhotoRejection.Corrupt;
        parts.Keep(position - 2, 2);
        return new CleanPhoto("image/jpeg", parts.Join(file), width, height);
    }

    /// <summary>Leaves the position behind the marker; any number of fill bytes (0xFF) may stand before it.</summary>
    private bool TryReadMarker(out byte marker, out PhotoRejection rejection)
    {
        marker = 0;
        rejection = PhotoRejection.Truncated;
        if (position >= file.Length) return false;
        var run = file[position..].IndexOfAnyExcept((byte)0xFF);
        if (run < 0) return false;
        rejection = PhotoRejection.Corrupt;
        marker = file[position + run];
        if (run == 0 || marker == 0) return false;
        position += run + 1;
        return true;
    }

    private PhotoRejection TakeSegment(byte marker)
    {
        if (file.Length - position < 2) return PhotoRejection.Truncated;
        int length = BinaryPrimitives.ReadUInt16BigEndian(file[position..]);
        if (length < 2) return PhotoRejection.Corrupt;
        if (length > file.Length - position) return PhotoRejection.Truncated;
        var start = position - 2;
        var body = file.Slice(position + 2, length - 2);
        position += length;
        switch (marker)
        {
            case >= App0 and <= App15:
                TakeApplicationSegment(marker, start, body);
                return PhotoRejection.None;
            case Com or Dnl: // A DNL can only repeat the height, which TakeFrame wants in the frame header.
                return PhotoRejection.None;
            case Dqt or Dht or Dri:
                parts.Keep(start, length + 2);
                return PhotoRejection.None;
            case >= Sof0 and <= Sof2:
                parts.Keep(start, length + 2);
                return TakeFrame(body);
            case Sos:
                parts.Keep(start, length + 2);
                return TakeScan();
            case > Sof2 and <= 0xCF: // Lossless, hierarchical and arithmetic JPEG: no browser and no phone shows them.
                return PhotoRejection.UnknownType;
            default:
                return PhotoRejection.Corrupt;
        }
    }

    private PhotoRejection TakeFrame(ReadOnlySpan<byte> body)
    {
        if (width != 0 || body.Length < 6 || body.Length != 6 + (3 * body[5])) return PhotoRejection.Corrupt;
        height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]);
        width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]);
        return PhotoCleaner.CheckSize(width, height);
    }

    /// <summary>Keeps the entropy-coded data up to the next marker; stuffed zeros and restart markers belong to them.</summary>
    private PhotoRejection TakeScan()
    {
        if (width == 0) return PhotoRejection.Corrupt;
        hasScan = true;
        var from = position;
        while (true)
        {
            var found = file[position..].IndexOf((byte)0xFF);
            var run = found < 0 ? -1 : file[(position + found)..].IndexOfAnyExcept((byte)0xFF);
            if (run < 0) return PhotoRejection.Truncated;
            position += found;
            if (file[position + run] is not (0 or (>= Rst0 and <= Rst7))) break;
            position += run + 1;
        }
        parts.Keep(from, position - from);
        return PhotoRejection.None;
    }

    /// <summary>Only the first of each kind counts, and only before the first scan: later ones could be nothing but a hiding place.</summary>
    private void TakeApplicationSegment(byte marker, int start, ReadOnlySpan<byte> body)
    {
        const int JfifLength = 14, AdobeLength = 12;
        if (hasScan) return;
        if (marker == App0 && !hasJfif && body.StartsWith("JFIF\0"u8) && body.Length >= JfifLength)
        {
            hasJfif = true;
            parts.Insert([0xFF, App0, 0, JfifLength + 2, .. body[..(JfifLength - 2)], 0, 0]); // thumbnail of 0 × 0
        }
        else if (marker == App14 && !hasAdobe && body.StartsWith("Adobe"u8) && body.Length >= AdobeLength)
        {
            hasAdobe = true;
            parts.Insert([0xFF, App14, 0, AdobeLength + 2, .. body[..AdobeLength]]);
        }
        else if (marker == App2 && body.StartsWith("ICC_PROFILE\0"u8))
            parts.Keep(start, body.Length + 4);
        else if (marker == App1 && !hasOrientation && ExifOrientation.IsExif(body))
            TakeOrientation(body);
    }

    private void TakeOrientation(ReadOnlySpan<byte> body)
    {
        hasOrientation = true;
        var orientation = ExifOrientation.Read(body);
        if (orientation != ExifOrientation.Upright)
            parts.Insert(ExifOrientation.MinimalSegment(orientation));
    }
}
