namespace ScanDeputy.Server.Platform.Images;

/// <summary>The checksum of PNG chunks (ISO 3309). The framework has one only inside its compression code.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var part in bytes)
            crc = Table[(byte)(crc ^ part)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Entry(int index)
    {
        var crc = (uint)index;
        for (var bit = 0; bit < 8; bit++)
            crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        return crc;
    }
}
