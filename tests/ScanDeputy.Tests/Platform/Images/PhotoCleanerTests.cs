using ScanDeputy.Server.Platform.Images;
using Xunit;
using static ScanDeputy.Tests.Platform.Images.TestPictures;

namespace ScanDeputy.Tests.Platform.Images;

public class PhotoCleanerTests
{
    private static readonly byte[][] Pictures =
    [
        Jpeg(Jfif, Segment(0xE1, Exif(6)), Segment(0xFE, Secret)),
        ProgressiveJpeg(Segment(0xEE, "Adobe\0d\0\0\0\0\u0001"), Segment(0xE2, "ICC_PROFILE\0\u0001\u0001profile"), Segment(0xE1, Exif(8, littleEndian: false))),
        Png(Chunk("sRGB", 0), Chunk("tEXt", [.. "SECRET"u8])),
        Webp(Vp8x(0x3C), RiffChunk("ICCP", 1, 2, 3), RiffChunk("ALPH", 0, 0xFF), Vp8, RiffChunk("EXIF", [.. "SECRET"u8])),
        Webp(Vp8x(2), RiffChunk("ANIM", new byte[6]), RiffChunk("ANMF", [.. new byte[16], .. Vp8L])),
    ];

    [Theory]
    [InlineData("gps.jpg", "image/jpeg", true)]
    [InlineData("gps.png", "image/png", false)]
    [InlineData("gps.webp", "image/webp", false)]
    public void Photo_with_position_camera_and_author_loses_them(string name, string contentType, bool keepsOrientation)
    {
        var file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Platform", "Images", "Fixtures", name));
        Assert.All((string[])["SECRETCAM", "SECRETNAME", "SECRETTRAILER"], secret => Assert.True(Contains(file, secret)));

        var photo = PhotoCleaner.Clean(file).Photo;

        Assert.NotNull(photo);
        Assert.Equal((contentType, 16, 12), (photo.ContentType, photo.Width, photo.Height));
        Assert.False(Contains(photo.Bytes, Secret));
        Assert.False(Contains(photo.Bytes, "xmp"));
        Assert.Equal(keepsOrientation, Contains(photo.Bytes, "Exif\0\0MM\0*\0\0\0\b\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0\u0006"));
    }

    [Fact]
    public void Nothing_is_empty() => Assert.Equal(PhotoRejection.Empty, PhotoCleaner.Clean(default).Rejection);

    [Theory]
    [InlineData("GIF89a")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("MZ")]
    [InlineData("RIFF\u0004\0\0\0WAVE")]
    [InlineData("\0\0\0\u0018ftypheic")]
    public void Other_types_are_unknown_whatever_their_name(string content) =>
        Assert.Equal(PhotoRejection.UnknownType, PhotoCleaner.Clean(System.Text.Encoding.Latin1.GetBytes(content)).Rejection);

    [Fact]
    public void Broken_pictures_are_answered_and_clean_ones_stay_clean()
    {
        var random = new Random(20260310);
        var cleaned = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var result = PhotoCleaner.Clean(Damage(Pictures[round % Pictures.Length], random));
            Assert.Equal(result.IsClean, result.Rejection == PhotoRejection.None);
            if (!result.IsClean) continue;
            cleaned++;
            var again = PhotoCleaner.Clean(result.Photo.Bytes).Photo;
            Assert.NotNull(again);
            Assert.Equal(result.Photo.Bytes, again.Bytes);
        }
        // Otherwise the damage would be too heavy to reach the depths of the cleaners.
        Assert.InRange(cleaned, 1000, 19_000);
    }

    [Fact]
    public void Large_hostile_files_take_linear_time()
    {
        const int size = 8_000_000;
        byte[][] hostile =
        [
            [0xFF, 0xD8, .. Enumerable.Repeat((byte)0xFF, size)],
            [.. Jpeg()[..^2], .. Enumerable.Repeat<byte[]>([0xFF, 0x00], size / 2).SelectMany(pair => pair)],
            [.. Jpeg()[..^2], .. Enumerable.Repeat((byte)0xFF, size)],
            [.. "RIFF"u8, .. BitConverter.GetBytes(size + 4), .. "WEBP"u8, .. new byte[size]],
        ];
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Assert.All(hostile, file => Assert.False(PhotoCleaner.Clean(file).IsClean));

        // Milliseconds when linear, hours when quadratic; the limit leaves room for a busy machine.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString());
    }

    private static byte[] Damage(byte[] picture, Random random)
    {
        var damaged = picture.ToList();
        for (var blows = random.Next(1, 4); blows > 0 && damaged.Count > 0; blows--)
        {
            var at = random.Next(damaged.Count);
            switch (random.Next(5))
            {
                case 0: damaged[at] = (byte)random.Next(256); break;
                case 1: damaged[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: damaged.Insert(at, (byte)(random.Next(2) * 0xFF)); break;
                case 3: damaged.RemoveRange(at, Math.Min(random.Next(1, 8), damaged.Count - at)); break;
                default: damaged.InsertRange(at, damaged[random.Next(at + 1)..]); break;
            }
        }
        return [.. random.Next(8) == 0 ? damaged[..random.Next(damaged.Count + 1)] : damaged];
    }
}
