using ScanDeputy.Server.Platform.Images;
using Xunit;
using static ScanDeputy.Tests.Platform.Images.TestPictures;

namespace ScanDeputy.Tests.Platform.Images;

public class PngCleanerTests
{
    [Fact]
    public void Chunks_that_say_how_pixels_look_stay()
    {
        var picture = Png(
            Chunk("gAMA", 0, 0, 0xB1, 0x8F), Chunk("cHRM", new byte[32]), Chunk("sRGB", 0), Chunk("iCCP", [.. "icc\0\0"u8, .. Deflate([1, 2, 3])]),
            Chunk("sBIT", 8), Chunk("PLTE", 0, 0, 0), Chunk("bKGD", 0, 0), Chunk("tRNS", 0, 0), Chunk("pHYs", new byte[9]));

        var photo = Clean(picture);

        Assert.Equal(("image/png", 3, 2), (photo.ContentType, photo.Width, photo.Height));
        Assert.Equal(picture, photo.Bytes);
    }

    [Theory]
    [InlineData("eXIf")]
    [InlineData("tEXt")]
    [InlineData("zTXt")]
    [InlineData("iTXt")]
    [InlineData("tIME")]
    [InlineData("prVt")]
    [InlineData("acTL")]
    [InlineData("fcTL")]
    [InlineData("fdAT")]
    [InlineData("gAMA")] // longer than a gamma can be
    public void Telling_chunk_goes_before_and_after_the_data(string type)
    {
        byte[][] telling = [Chunk(type, [.. "SECRET"u8])];

        Assert.Equal(Png(), Clean(PngOf(Ihdr(3, 2), telling, telling)).Bytes);
    }

    [Fact]
    public void Everything_behind_the_end_is_cut() => Assert.Equal(Png(), Clean([.. Png(), .. "SECRET"u8]).Bytes);

    [Fact]
    public void Every_shortened_picture_is_truncated()
    {
        var picture = Png(Chunk("sRGB", 0));
        for (var length = PngSignature.Length; length < picture.Length; length++)
            AssertRejected(PhotoRejection.Truncated, picture[..length]);
    }

    [Fact]
    public void Every_flipped_bit_is_noticed()
    {
        var picture = Png(Chunk("tEXt", [.. "SECRET"u8]));
        for (var bit = PngSignature.Length * 8; bit < picture.Length * 8; bit++)
        {
            var flipped = picture.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(PhotoCleaner.Clean(flipped).IsClean);
        }
    }

    /// <summary>Checksums keep random damage at the door, so whole chunks with right checksums are shuffled here.</summary>
    [Fact]
    public void No_order_of_chunks_lets_a_secret_through()
    {
        var random = new Random(20260311);
        string[] types = ["IHDR", "PLTE", "IDAT", "IEND", "tEXt", "eXIf", "iTXt", "prVt", "sRGB", "gAMA", "tRNS", "fdAT"];
        var cleaned = 0;
        for (var round = 0; round < 5_000; round++)
        {
            byte[][] Chunks() => [.. random.GetItems(types, random.Next(4)).Select(type =>
                Chunk(type, random.Next(3) == 0 || type is "IHDR" or "PLTE" or "IDAT" or "IEND" or "tRNS" ? [] : [.. "SECRET"u8]))];
            if (PhotoCleaner.Clean(PngOf(Ihdr(3, 2), Chunks(), Chunks())).Photo is not { } photo) continue;
            cleaned++;
            Assert.False(Contains(photo.Bytes, Secret));
            Assert.Equal(photo.Bytes, Clean(photo.Bytes).Bytes);
        }
        Assert.InRange(cleaned, 500, 4_900);
    }

    [Fact]
    public void Structure_against_the_standard_is_corrupt()
    {
        AssertRejected(PhotoRejection.Corrupt, PngOf(Chunk("sRGB", 0), [Ihdr(3, 2)], []));
        AssertRejected(PhotoRejection.Corrupt, PngOf(Chunk("IHDR", new byte[12]), [], []));
        AssertRejected(PhotoRejection.Corrupt, Png(Ihdr(3, 2)));
        AssertRejected(PhotoRejection.Corrupt, Png(Chunk("CgBI", 1)));
        AssertRejected(PhotoRejection.Corrupt, PngOf(Ihdr(3, 2), [], [Chunk("tEXt"), Chunk("IDAT")]));
        AssertRejected(PhotoRejection.Corrupt, PngOf(Ihdr(3, 2), [], [Chunk("PLTE", 0, 0, 0)]));
        AssertRejected(PhotoRejection.Corrupt, [.. PngSignature, .. Ihdr(3, 2), .. Chunk("IEND")]);
        AssertRejected(PhotoRejection.Corrupt, PngOf(Ihdr(0, 2), [], []));
        AssertRejected(PhotoRejection.Corrupt, PngOf(Ihdr(uint.MaxValue, 1), [], []));
    }

    [Theory]
    [InlineData(10_000, 10_000, PhotoRejection.None)]
    [InlineData(10_000, 10_001, PhotoRejection.TooManyPixels)]
    [InlineData(int.MaxValue, int.MaxValue, PhotoRejection.TooManyPixels)]
    public void Hundred_megapixels_are_the_most(uint width, uint height, PhotoRejection expected) =>
        AssertRejected(expected, PngOf(Ihdr(width, height), [], []));

    private static CleanPhoto Clean(byte[] picture)
    {
        var result = PhotoCleaner.Clean(picture);
        Assert.True(result.IsClean, result.Rejection.ToString());
        return result.Photo;
    }

    private static void AssertRejected(PhotoRejection expected, byte[] picture) =>
        Assert.Equal(expected, PhotoCleaner.Clean(picture).Rejection);
}
