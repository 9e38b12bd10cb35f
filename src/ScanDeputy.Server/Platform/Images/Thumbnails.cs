using NetVips;

namespace ScanDeputy.Server.Platform.Images;

/// <summary>
/// Makes the small form of a photo, which lists and cases show in its place: at most 30 kB, as JPEG, upright. Only what <see cref="PhotoCleaner"/> has
/// cut along its structure is decoded, by the three decoders it knows and by no other, one photo at a time, within limits of pixels and of time. A photo
/// that goes beyond them, or whose pixels are damaged, is kept without a small form.
/// </summary>
public static class Thumbnails
{
    public const string ContentType = "image/jpeg";

    /// <summary>Bytes.</summary>
    public const int Largest = 30_000;

    /// <summary>Of the longer side. Pages show 96 pixels, of which a phone's screen makes three times as many.</summary>
    private const int Side = 320;

    /// <summary>Of a photo that is decoded in one piece (progressive JPEG, interlaced PNG, WebP): up to six bytes of memory each. Others are read line by line.</summary>
    private const int MostPixelsAtOnce = 25_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>From the best to the smallest: the longer side, and the qualities of JPEG that are tried of it.</summary>
    private static readonly (int Side, int[] Qualities)[] Tries = [(Side, [75, 55, 35]), (Side / 2, [50, 20])];

    private static readonly SemaphoreSlim Turn = new(1);

    private static readonly Lazy<bool> IsThere = new(Begin);

    /// <returns>The same photo with its small form, or as it was when it can have none.</returns>
    public static async Task<CleanPhoto> AddAsync(CleanPhoto photo, CancellationToken ct)
    {
        await Turn.WaitAsync(ct);
        try
        {
            return await Task.Run(() => IsThere.Value ? photo with { Thumbnail = Make(photo) } : photo, ct);
        }
        finally
        {
            Turn.Release();
        }
    }

    private static byte[]? Make(CleanPhoto photo)
    {
        try
        {
            return MayDecode(photo) ? Tries.Select(step => Encode(photo.Bytes, step.Side, step.Qualities)).FirstOrDefault(small => small is not null) : null;
        }
        catch (VipsException)
        {
            return null;
        }
    }

    private static bool MayDecode(CleanPhoto photo)
    {
        if ((long)photo.Width * photo.Height <= MostPixelsAtOnce)
            return true;

        // Reads the head alone.
        using var head = Image.NewFromBuffer(photo.Bytes, access: Enums.Access.Sequential);
        return photo.ContentType != "image/webp" && !head.Contains("interlaced");
    }

    /// <summary>Decoded once, however often it is written.</summary>
    private static byte[]? Encode(byte[] bytes, int side, int[] qualities)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var read = Image.ThumbnailBuffer(bytes, side, height: side, size: Enums.Size.Down);
        read.SetProgress(null, limit.Token);
        using var small = read.CopyMemory();
        return qualities.Select(quality => small.JpegsaveBuffer(q: quality, optimizeCoding: true, keep: Enums.ForeignKeep.None, background: [255])).FirstOrDefault(made => made.Length <= Largest);
    }

    /// <summary>False on a machine that the library has no build for.</summary>
    private static bool Begin()
    {
        if (!ModuleInitializer.VipsInitialized)
            return false;

        (NetVips.NetVips.Concurrency, NetVips.Cache.Max) = (1, 0);
        Operation.Block("VipsForeignLoad", true);
        foreach (var known in (string[])["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"])
            Operation.Block(known, false);
        return true;
    }
}
