using System.Buffers.Binary;
using ScanDeputy.WeChat.Sandbox.Pictures;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>The sandbox's pictures are JPEG files that any reader takes.</summary>
public sealed class CodePictureTests
{
    [Theory]
    [InlineData(280)]
    [InlineData(430)]
    [InlineData(1280)]
    public void Picture_is_a_complete_baseline_jpeg(int width)
    {
        var jpeg = CodePicture.Draw("pages/station/index?scene=s%3DA1", width);

        Assert.True(jpeg is [0xff, 0xd8, .., 0xff, 0xd9] and { Length: >= 1024 });
        var segments = Segments(jpeg, out var scan);
        Assert.Equal([0xe0, 0xdb, 0xc0, 0xc4, 0xc4, 0xda], segments.Select(segment => segment.Marker));
        var frame = segments[2].Payload;
        Assert.Equal((8, width, width, 1), (frame[0], BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(1)), BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(3)), frame[5]));
        // Inside the scan every 0xff is followed by a zero, up to the end marker.
        for (var i = scan; i < jpeg.Length - 2; i++) Assert.True(jpeg[i] != 0xff || jpeg[i + 1] == 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(255)]
    public void Flat_grey_decodes_to_itself(byte grey)
    {
        var jpeg = JpegEncoder.Encode(Enumerable.Repeat(grey, 20 * 13).ToArray(), 20, 13);

        Segments(jpeg, out var scan);
        // The first block's difference: four code bits at most for its length, then the value, in steps of 8 / quantizer 8.
        Assert.InRange(FirstDc(jpeg.AsSpan(scan)) + 128, grey - 1, grey + 1);
    }

    private static List<(byte Marker, byte[] Payload)> Segments(byte[] jpeg, out int scan)
    {
        var segments = new List<(byte, byte[])>();
        scan = 2;
        do
        {
            Assert.Equal(0xff, jpeg[scan]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(scan + 2));
            segments.Add((jpeg[scan + 1], jpeg[(scan + 4)..(scan + 2 + length)]));
            scan += 2 + length;
        }
        while (segments[^1].Item1 != 0xda);
        return segments;
    }

    /// <summary>Lengths 0 to 5 have the codes 00, 010, 011, 100, 101, 110; then 1110, 11110, … (T.81 table K.3).</summary>
    private static int FirstDc(ReadOnlySpan<byte> scan)
    {
        var bits = string.Concat(scan[..Math.Min(4, scan.Length)].ToArray().Select(octet => octet.ToString("b8", null)));
        var (length, used) = bits.StartsWith("00", StringComparison.Ordinal) ? (0, 2)
            : !bits.StartsWith("111", StringComparison.Ordinal) ? (Convert.ToInt32(bits[..3], 2) - 1, 3)
            : (bits.IndexOf('0', StringComparison.Ordinal) + 3, bits.IndexOf('0', StringComparison.Ordinal) + 1);
        if (length == 0) return 0;
        var value = Convert.ToInt32(bits.Substring(used, length), 2);
        return bits[used] == '1' ? value : value - (1 << length) + 1;
    }
}
