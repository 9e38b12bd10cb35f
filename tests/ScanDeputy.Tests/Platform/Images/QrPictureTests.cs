using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ScanDeputy.Server.Platform.Images;
using Xunit;

namespace ScanDeputy.Tests.Platform.Images;

public partial class QrPictureTests
{
    private const string Text = "https://example.cn/s/000G40R40MV";
    private const int Modules = 37; // version 3 with a quiet zone of four on each side

    [Fact]
    public void Png_is_as_large_as_whole_modules_allow_and_clean()
    {
        var photo = PhotoCleaner.Clean(QrPicture.Png(Text, 600)).Photo;

        Assert.Equal((592, 592), (photo?.Width, photo?.Height));
    }

    [Fact]
    public void Quiet_zone_is_four_modules_wide()
    {
        var dark = DarkModules(QrPicture.Png(Text, Modules));

        Assert.All(dark, module => Assert.True(module is { X: >= 4 and < Modules - 4, Y: >= 4 and < Modules - 4 }));
        Assert.Contains((4, 4), dark);
    }

    [Fact]
    public void Error_correction_is_q()
    {
        // Format information: its first two bits, masked with 10, name the level; Q is 11 (ISO/IEC 18004, tables 12 and C.1).
        var dark = DarkModules(QrPicture.Png(Text, Modules));

        Assert.Equal((false, true), (dark.Contains((4, 12)), dark.Contains((5, 12))));
    }

    [Fact]
    public void Svg_shows_the_same_modules_without_a_fixed_size()
    {
        var svg = XDocument.Parse(QrPicture.Svg(Text)).Root;

        Assert.Equal($"0 0 {Modules} {Modules}", svg?.Attribute("viewBox")?.Value);
        Assert.Null(svg?.Attribute("width"));
        var path = svg?.Elements().Select(element => element.Attribute("d")?.Value).Single(d => d is not null);
        HashSet<(int, int)> dark = [];
        foreach (Match run in HorizontalRun().Matches(path ?? ""))
        {
            var (x, y, length) = (Number(run, "x"), Number(run, "y"), Number(run, "length"));
            dark.UnionWith(Enumerable.Range(x, length).Select(at => (at, y)));
        }
        Assert.Equal(DarkModules(QrPicture.Png(Text, Modules)), dark);
    }

    [Theory]
    [InlineData(36)]
    [InlineData(8193)]
    public void Impossible_sizes_are_refused(int pixels) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => QrPicture.Png(Text, pixels));

    /// <summary>Reads the 1-bit grey PNG with one pixel a module that QRCoder writes.</summary>
    private static HashSet<(int X, int Y)> DarkModules(byte[] png)
    {
        var start = png.AsSpan().IndexOf("IDAT"u8);
        using var packed = new MemoryStream(png, start + 4, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(start - 4)));
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        using var raw = new MemoryStream();
        zlib.CopyTo(raw);
        var rows = raw.ToArray();
        const int stride = 1 + ((Modules + 7) / 8);
        Assert.Equal(stride * Modules, rows.Length);
        HashSet<(int, int)> dark = [];
        for (var (x, y) = (0, 0); y < Modules; (x, y) = x == Modules - 1 ? (0, y + 1) : (x + 1, y))
        {
            if ((rows[(y * stride) + 1 + (x / 8)] >> (7 - (x % 8)) & 1) == 0) dark.Add((x, y));
        }
        return dark;
    }

    private static int Number(Match run, string name) => int.Parse(run.Groups[name].Value);

    [GeneratedRegex(@"M(?<x>\d+) (?<y>\d+)h(?<length>\d+)v1h-\d+z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex HorizontalRun();
}
