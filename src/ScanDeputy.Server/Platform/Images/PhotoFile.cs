using Microsoft.Net.Http.Headers;

namespace ScanDeputy.Server.Platform.Images;

/// <summary>A cleaned photo as it is kept, or its small form.</summary>
public sealed record PhotoFile
{
    /// <summary>For its reader alone: never kept where others could find it.</summary>
    public const string OfOneReader = "private, max-age=3600";

    public string ContentType { get; init; } = "";

    /// <summary>Of the photo's bytes, the small form's as well; in lower-case hexadecimal digits.</summary>
    public string Sha256 { get; init; } = "";

    public bool IsSmall { get; init; }

    /// <summary>Empty where a photo has no small form.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>What a query selects of a photo.</summary>
    /// <param name="small">Its small form.</param>
    /// <param name="photo">The table that has type and hash.</param>
    /// <param name="content">The table that has the bytes.</param>
    public static string Columns(bool small, string photo, string content) => small
        ? $"'{Thumbnails.ContentType}' as content_type, {photo}.sha256, 1 as is_small, {content}.thumbnail as bytes"
        : $"{photo}.content_type, {photo}.sha256, 0 as is_small, {content}.bytes";

    private const string PlaceholderType = "image/svg+xml";

    /// <summary>A magnifying glass: stands for a photo without a small form, which may be large, and is seen when it is opened.</summary>
    private const string Placeholder = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><path fill="#e8eaed" d="M0 0h96v96H0z"/><g fill="none" stroke="#5f6368" stroke-width="5"><circle cx="44" cy="44" r="16"/><path d="m56 56 14 14"/></g></svg>
        """;

    /// <summary>Of a file's name, without the dot.</summary>
    public static string EndingOf(string contentType) => contentType switch
    {
        "image/png" => "png",
        "image/webp" => "webp",
        _ => "jpg",
    };

    /// <summary>Never taken for anything but a picture.</summary>
    /// <param name="cache">How long, and by whom, it may be kept.</param>
    public IResult Answer(HttpContext context, string cache = OfOneReader)
    {
        context.Response.Headers.CacheControl = cache;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return Bytes.Length == 0
            ? TypedResults.Text(Placeholder, PlaceholderType)
            : TypedResults.Bytes(Bytes, ContentType, entityTag: new EntityTagHeaderValue(IsSmall ? $"\"{Sha256}-small\"" : $"\"{Sha256}\""));
    }
}
