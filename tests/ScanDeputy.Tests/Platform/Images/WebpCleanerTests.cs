using ScanDeputy.Server.Platform.Images;
using Xunit;
using static ScanDeputy.Tests.Platform.Images.TestPictures;

namespace ScanDeputy.Tests.Platform.Images;

public class WebpCleanerTests
{
    private const byte Icc = 0x20, Alpha = 0x10, ExifFlag = 0x08, Xmp = 0x04, Animation = 0x02;

    private static readonly byte[] Secrets = [.. RiffChunk("EXIF", [.. "SECRET"u8]), .. RiffChunk("XMP ", [.. "SECRET!"u8]), .. RiffChunk("priv", [.. "SECRET"u8])];

    [Fact]
    public void Simple_pictures_stay_as_they_are()
    {
        foreach (var picture in (byte[][])[Webp(Vp8), Webp(Vp8L)])
        {
            var photo = Clean(picture);

            Assert.Equal(("image/webp", 1, 1), (photo.ContentType, photo.Width, photo.Height));
            Assert.Equal(picture, photo.Bytes);
        }
    }

    [Fact]
    public void Metadata_go_and_the_flags_and_the_size_follow()
    {
        var profile = RiffChunk("ICCP", 1, 2, 3);
        var alpha = RiffChunk("ALPH", 0, 0xFF);

        var photo = Clean(Webp(Vp8x(Icc | Alpha | ExifFlag | Xmp), profile, Secrets, alpha, Vp8, Secrets));

        Assert.Equal(Webp(Vp8x(Icc | Alpha), profile, alpha, Vp8), photo.Bytes);
    }

    [Fact]
    public void Extended_header_without_a_use_goes() =>
        Assert.Equal(Webp(Vp8), Clean(Webp(Vp8x(ExifFlag | Xmp), Vp8, Secrets)).Bytes);

    [Fact]
    public void Transparency_of_a_lossless_picture_is_announced()
    {
        var profile = RiffChunk("ICCP", 1, 2);

        Assert.Equal(Webp(Vp8x(Icc | Alpha), profile, Vp8L), Clean(Webp(Vp8x(Icc), profile, Vp8L)).Bytes);
    }

    [Fact]
    public void Animation_becomes_its_first_frame()
    {
        byte[] Frame(byte[] picture) => RiffChunk("ANMF", [.. new byte[16], .. picture]);

        Assert.Equal(Webp(Vp8L), Clean(Webp(Vp8x(Animation), RiffChunk("ANIM", new byte[6]), Frame([.. Secrets, .. Vp8L]), Frame(Vp8))).Bytes);
    }

    [Fact]
    public void Everything_behind_the_end_is_cut() => Assert.Equal(Webp(Vp8), Clean([.. Webp(Vp8), .. "SECRET"u8]).Bytes);

    [Fact]
    public void Missing_padding_at_the_end_is_forgiven()
    {
        var picture = Webp(Vp8L)[..^1];
        picture[4]--;

        Assert.Equal(Webp(Vp8L), Clean(picture).Bytes);
    }

    [Fact]
    public void Every_shortened_picture_is_truncated()
    {
        var picture = Webp(Vp8);
        for (var length = 12; length < picture.Length; length++)
            AssertRejected(PhotoRejection.Truncated, picture[..length]);
    }

    [Fact]
    public void Structure_against_the_standard_is_corrupt()
    {
        AssertRejected(PhotoRejection.Corrupt, Webp());
        AssertRejected(PhotoRejection.Corrupt, Webp(Secrets));
        AssertRejected(PhotoRejection.Corrupt, Webp(RiffChunk("VP8 ", new byte[10])));
        AssertRejected(PhotoRejection.Corrupt, Webp(RiffChunk("VP8L", new byte[10])));
        AssertRejected(PhotoRejection.Corrupt, Webp(RiffChunk("VP8X", 0), Vp8));
        AssertRejected(PhotoRejection.Corrupt, Webp(RiffChunk("ANMF", new byte[15])));
    }

    [Fact]
    public void Frames_within_frames_do_not_grow_the_stack()
    {
        byte[] nested = [];
        for (var depth = 0; depth < 1000; depth++)
            nested = RiffChunk("ANMF", [.. new byte[16], .. nested]);

        AssertRejected(PhotoRejection.Corrupt, Webp(nested));
    }

    [Fact]
    public void Too_many_pixels_are_refused() =>
        AssertRejected(PhotoRejection.TooManyPixels, Webp(RiffChunk("VP8L", 0x2F, 0xFF, 0xFF, 0xFF, 0x0F)));

    private static CleanPhoto Clean(byte[] picture)
    {
        var result = PhotoCleaner.Clean(picture);
        Assert.True(result.IsClean, result.Rejection.ToString());
        return result.Photo;
    }

    private static void AssertRejected(PhotoRejection expected, byte[] picture) =>
        Assert.Equal(expected, PhotoCleaner.Clean(picture).Rejection);
}
