using Microsoft.Net.Http.Headers;

namespace ScanDeputy.Server.Platform.Images;

/// <summary>A cleaned photo as it is kept.</summary>
public sealed record PhotoFile
{
    /// <summary>For its reader alone: never kept where others could find it.</summary>
    public const string OfOneReader = "private, max-age=3600";

    public string ContentType { get; init; } = "";

    /// <summary>Of the bytes; in lower-case hexadecimal digits.</summary>
    public string Sha256 { get; init; } = "";

    public byte[] Bytes { get; init; } = [];

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
        return TypedResults.Bytes(Bytes, ContentType, entityTag: new EntityTagHeaderValue($"\"{Sha256}\""));
    }
}
