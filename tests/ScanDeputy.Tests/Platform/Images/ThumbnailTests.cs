using NetVips;
using ScanDeputy.Server.Platform.Images;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Images;

/// <summary>The small form of a photo: at most 30 kB, upright, of every kind that is taken; none of what is too much to decode.</summary>
public sealed class ThumbnailTests
{
    public static TheoryData<string> Kinds => [.. Pictures.Keys];

    /// <summary>Noise is the picture that no encoder makes small.</summary>
    private static readonly Dictionary<string, Func<byte[]>> Pictures = new()
    {
        ["a camera's JPEG"] = Photos.Jpeg,
        ["a PNG"] = Photos.Png,
        ["a large JPEG of noise"] = () => Noise(4000, 3000).JpegsaveBuffer(q: 60),
        ["a progressive JPEG"] = () => Noise(1600, 1200).JpegsaveBuffer(q: 60, interlace: true),
        ["a PNG of noise, interlaced"] = () => Noise(900, 700).PngsaveBuffer(interlace: true),
        ["a WebP"] = () => Noise(1600, 1200).WebpsaveBuffer(q: 40),
        ["a transparent PNG"] = () => Noise(600, 400).Bandjoin(Noise(600, 400).ExtractBand(0)).PngsaveBuffer(),
        ["a grey one"] = () => Noise(600, 400).ExtractBand(0).JpegsaveBuffer(),
        ["one pixel"] = () => Noise(1, 1).PngsaveBuffer(),
        ["a strip"] = () => Noise(9000, 3).JpegsaveBuffer(),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_photo_has_a_small_form(string kind)
    {
        var photo = PhotoCleaner.Clean(Pictures[kind]()).Photo!;
        var small = (await Thumbnails.AddAsync(photo, TestContext.Current.CancellationToken)).Thumbnail!;

        Assert.InRange(small.Length, 1, Thumbnails.Largest);
        var read = PhotoCleaner.Clean(small).Photo!;
        Assert.Equal(Thumbnails.ContentType, read.ContentType);
        Assert.InRange(Math.Max(read.Width, read.Height), 1, 320);
        Assert.Equal(read.Bytes, small);
    }

    [Fact]
    public async Task A_photo_that_was_taken_with_the_phone_on_its_side_is_upright()
    {
        using var picture = Noise(600, 300);
        var lying = picture.JpegsaveBuffer();
        byte[] turned = [.. lying.AsSpan(0, 2), .. TestPictures.Segment(0xE1, TestPictures.Exif(6)), .. lying.AsSpan(2)];

        var small = (await Thumbnails.AddAsync(PhotoCleaner.Clean(turned).Photo!, TestContext.Current.CancellationToken)).Thumbnail!;

        using var read = Image.NewFromBuffer(small);
        Assert.Equal((160, 320), (read.Width, read.Height));
    }

    public static TheoryData<string> Refused => [.. TooMuch.Keys];

    /// <summary>Small files, whose pictures would fill the memory of whoever decodes them in one piece.</summary>
    private static readonly Dictionary<string, Func<byte[]>> TooMuch = new()
    {
        ["a progressive JPEG of 64 million pixels"] = () => Plain(8000, 8000).JpegsaveBuffer(interlace: true),
        ["an interlaced PNG of 64 million pixels"] = () => Plain(8000, 8000).PngsaveBuffer(interlace: true),
        ["a WebP of 64 million pixels"] = () => Plain(8000, 8000).WebpsaveBuffer(effort: 0),
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_too_much_to_decode_is_kept_without_one(string kind)
    {
        var photo = PhotoCleaner.Clean(TooMuch[kind]()).Photo!;
        Assert.Equal(photo, await Thumbnails.AddAsync(photo, TestContext.Current.CancellationToken));
        Assert.Null(photo.Thumbnail);
    }

    /// <summary>What is read line by line costs little memory, however large it is.</summary>
    [Fact]
    public async Task A_large_photo_that_is_read_line_by_line_has_one()
    {
        var photo = PhotoCleaner.Clean(Plain(8000, 8000).JpegsaveBuffer()).Photo!;
        Assert.NotNull((await Thumbnails.AddAsync(photo, TestContext.Current.CancellationToken)).Thumbnail);
    }

    private static Image Noise(int width, int height)
    {
        using var one = Image.Gaussnoise(width, height, sigma: 90, mean: 128);
        using var other = Image.Gaussnoise(width, height, sigma: 90, mean: 128);
        return one.Bandjoin(other, one).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static Image Plain(int width, int height) => Image.Black(width, height, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb);
}
