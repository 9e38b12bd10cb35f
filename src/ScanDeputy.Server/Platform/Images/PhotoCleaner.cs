namespace ScanDeputy.Server.Platform.Images;

/// <summary>
/// Takes out of a resident's photo what the resident did not mean to tell: place and time of the shot, camera, owner, editing
/// history, thumbnails of the uncropped picture, whatever is appended behind it. Pixels are never decoded: the file is cut
/// along its own structure and put together again, so it decodes to the same pixels. The orientation is kept in JPEG, the
/// format cameras write; in PNG and WebP it goes with the rest of Exif.
/// <para>
/// The type is decided by the bytes; a name or content type given by the sender means nothing. Bad input is an answer, never an
/// exception. Time is linear in the input; the only copy is the clean file. What this cannot do: find something
/// hidden in the pixels, the compressed data or a colour profile.
/// </para>
/// </summary>
public static class PhotoCleaner
{
    /// <summary>Inclusive. Whoever looks at the picture needs four bytes of memory for each pixel: 400 MB.</summary>
    public const int MostPixels = 100_000_000;

    public static PhotoResult Clean(ReadOnlyMemory<byte> input)
    {
        var file = input.Span;
        if (file.IsEmpty) return PhotoRejection.Empty;
        if (JpegCleaner.Recognises(file)) return JpegCleaner.Clean(file);
        if (PngCleaner.Recognises(file)) return PngCleaner.Clean(file);
        if (WebpCleaner.Recognises(file)) return WebpCleaner.Clean(file);
        return PictureKind.Of(file);
    }

    /// <summary>None when a picture of this size may be kept.</summary>
    internal static PhotoRejection CheckSize(uint width, uint height)
    {
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue) return PhotoRejection.Corrupt;
        return (ulong)width * height > MostPixels ? PhotoRejection.TooManyPixels : PhotoRejection.None;
    }
}
