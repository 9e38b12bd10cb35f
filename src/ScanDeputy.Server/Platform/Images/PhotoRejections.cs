namespace ScanDeputy.Server.Platform.Images;

/// <summary>What a picture that was not taken is, and what its owner can do.</summary>
public static class PhotoRejections
{
    /// <returns>The text's key; null for the kind of file alone.</returns>
    public static string? TextOf(PhotoRejection rejection) => rejection switch
    {
        PhotoRejection.Heif => "photo_heif",
        PhotoRejection.Avif => "photo_avif",
        PhotoRejection.Video => "photo_video",
        PhotoRejection.Empty or PhotoRejection.Truncated => "photo_cut_short",
        PhotoRejection.Corrupt => "photo_corrupt",
        PhotoRejection.TooManyPixels => "photo_too_many_pixels",
        _ => null,
    };
}
