using ScanDeputy.Server.Platform.Images;
using Xunit;
using static ScanDeputy.Tests.Platform.Images.TestPictures;

namespace ScanDeputy.Tests.Platform.Images;

public class JpegCleanerTests
{
    private static readonly byte[] Adobe = Segment(0xEE, "Adobe\0d\0\0\0\0\u0001");
    private static readonly byte[] Icc = Segment(0xE2, "ICC_PROFILE\0\u0001\u0001profile");

    public static TheoryData<string, byte[]> Telling => new()
    {
        { "Exif", Segment(0xE1, Exif(orientation: 1)) },
        { "XMP", Segment(0xE1, "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET</x:xmpmeta>") },
        { "MPF", Segment(0xE2, "MPF\0SECRET") },
        { "IPTC", Segment(0xED, "Photoshop 3.0\08BIMSECRET") },
        { "comment", Segment(0xFE, "SECRET") },
        { "JFXX thumbnail", Segment(0xE0, "JFXX\0\u0010SECRET") },
        { "JFIF thumbnail", Segment(0xE0, "JFIF\0\u0001\u0002\0\0\u0001\0\u0001\u0001\u0002SECRET") },
        { "long Adobe", Segment(0xEE, "Adobe\0d\0\0\0\0\u0001SECRET") },
        { "second JFIF", [.. Jfif, .. Segment(0xE0, "JFIF\0SECRETS\0\0")] },
        { "private APP9", Segment(0xE9, "SECRET") },
        { "private APP15", Segment(0xEF, "SECRET") },
    };

    [Fact]
    public void Picture_without_metadata_stays_as_it_is()
    {
        var picture = Jpeg(Jfif, Adobe, Icc);

        var photo = Clean(picture);

        Assert.Equal(("image/jpeg", 16, 8), (photo.ContentType, photo.Width, photo.Height));
        Assert.Equal(picture, photo.Bytes);
    }

    [Theory]
    [MemberData(nameof(Telling))]
    public void Telling_segment_goes(string kind, byte[] segment)
    {
        var picture = Jpeg(segment);
        Assert.True(Contains(picture, Secret), kind);

        Assert.False(Contains(Clean(picture).Bytes, Secret), kind);
    }

    [Fact]
    public void Orientation_stays_and_nothing_else_of_exif()
    {
        for (var orientation = 2; orientation <= 8; orientation++)
        {
            foreach (var littleEndian in (bool[])[true, false])
            {
                var photo = Clean(Jpeg(Jfif, Segment(0xE1, Exif(orientation, littleEndian))));

                byte[] minimal = [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
                Assert.Equal(Jpeg(Jfif, Segment(0xE1, minimal)), photo.Bytes);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    public void Orientation_that_says_nothing_goes(int orientation) =>
        Assert.Equal(Jpeg(), Clean(Jpeg(Segment(0xE1, Exif(orientation)))).Bytes);

    [Fact]
    public void Broken_exif_is_no_reason_to_refuse_the_picture()
    {
        var exif = Exif(orientation: 6);
        for (var length = 6; length < exif.Length - 7; length++)
            Assert.True(PhotoCleaner.Clean(Jpeg(Segment(0xE1, exif[..length]))).IsClean);
    }

    [Fact]
    public void Everything_behind_the_end_is_cut()
    {
        byte[] motionPhoto = [.. Jpeg(), .. "SECRETftypmp42"u8, .. Jpeg()];

        Assert.Equal(Jpeg(), Clean(motionPhoto).Bytes);
    }

    [Fact]
    public void Metadata_between_the_scans_of_a_progressive_picture_go()
    {
        Assert.Equal(ProgressiveJpeg(), Clean(ProgressiveJpeg(Segment(0xFE, Secret))).Bytes);
        var secondScan = ProgressiveJpeg().AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        byte[] between = [.. ProgressiveJpeg()[..secondScan], .. Segment(0xE2, "ICC_PROFILE\0SECRET"), .. ProgressiveJpeg()[secondScan..]];

        Assert.Equal(ProgressiveJpeg(), Clean(between).Bytes);
    }

    [Fact]
    public void Fill_bytes_before_markers_go()
    {
        byte[] filled = [.. Jpeg([0xFF, 0xFF, .. Jfif])[..^2], 0xFF, 0xFF, 0xFF, 0xD9];

        Assert.Equal(Jpeg(Jfif), Clean(filled).Bytes);
    }

    [Fact]
    public void Every_shortened_picture_is_truncated()
    {
        var picture = Jpeg(Jfif, Segment(0xE1, Exif(6)));
        for (var length = 3; length < picture.Length; length++)
            Assert.Equal(PhotoRejection.Truncated, PhotoCleaner.Clean(picture.AsMemory(0, length)).Rejection);
    }

    [Fact]
    public void Structure_against_the_standard_is_corrupt()
    {
        var frame = Segment(0xC0, 8, 0, 8, 0, 16, 1, 1, 0x11, 0);
        AssertRejected(PhotoRejection.Corrupt, [0xFF, 0xD8, 0xFF, 0xD9]);
        AssertRejected(PhotoRejection.Corrupt, [0xFF, 0xD8, 0xFF, 0x00, 0xFF, 0xD9]);
        AssertRejected(PhotoRejection.Corrupt, [0xFF, 0xD8, 0xFF, 0xFE, 0, 1, 0xFF, 0xD9]);
        AssertRejected(PhotoRejection.Corrupt, Jpeg([0xFF, 0xD8]));
        AssertRejected(PhotoRejection.Corrupt, Jpeg([0xFF, 0xD0]));
        AssertRejected(PhotoRejection.Corrupt, Jpeg(frame));
        AssertRejected(PhotoRejection.Corrupt, Jpeg(Segment(0xDA, 1, 1, 0, 0, 63, 0)));
        AssertRejected(PhotoRejection.Corrupt, Jpeg(Segment(0xF7, 1)));
        AssertRejected(PhotoRejection.Corrupt, [0xFF, 0xD8, .. Segment(0xC0, 8, 0, 0, 0, 16, 1, 1, 0x11, 0)]);
        AssertRejected(PhotoRejection.Corrupt, Jpeg([.. Enumerable.Repeat(Segment(0xFE), 30_000)]));
    }

    [Theory]
    [InlineData(0xC3)]
    [InlineData(0xC9)]
    public void Jpeg_that_no_browser_shows_is_an_unknown_type(byte frameMarker) =>
        AssertRejected(PhotoRejection.UnknownType, JpegOf(frameMarker, []));

    [Fact]
    public void Too_many_pixels_are_refused_at_the_header() =>
        AssertRejected(PhotoRejection.TooManyPixels, [0xFF, 0xD8, .. Segment(0xC0, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0)]);

    private static CleanPhoto Clean(byte[] picture)
    {
        var result = PhotoCleaner.Clean(picture);
        Assert.True(result.IsClean, result.Rejection.ToString());
        return result.Photo;
    }

    private static void AssertRejected(PhotoRejection expected, byte[] picture) =>
        Assert.Equal(expected, PhotoCleaner.Clean(picture).Rejection);
}
