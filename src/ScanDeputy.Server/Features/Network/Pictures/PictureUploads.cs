using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Images;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Pictures;

/// <summary>Takes a picture by the rules of residents' photos, and gives one out.</summary>
public static class PictureUploads
{
    public const int LargestFile = 10 * 1024 * 1024;

    /// <summary>Of a call that carries one picture.</summary>
    public static readonly FileFormAttribute Limits = new(2L * LargestFile, LargestFile, 1);

    /// <param name="bytes">What was handed in.</param>
    /// <param name="largest">As it is kept.</param>
    public static Result<CleanPhoto> Clean(byte[] bytes, int largest)
    {
        var cleaned = PhotoCleaner.Clean(bytes);
        if (cleaned.Photo is not { } photo)
            return Refusal.OfField("file", ErrorTexts.Detail(TextOf(cleaned.Rejection)));
        return photo.Bytes.Length <= largest ? photo : Refusal.OfField("file", ErrorTexts.Field("field_picture_large", largest / (1024 * 1024)));
    }

    /// <summary>Never taken for anything but a picture.</summary>
    /// <param name="file">From the database.</param>
    /// <param name="cache">How long, and by whom, it may be kept.</param>
    public static IResult Answer(PictureFile file, string cache, HttpContext context)
    {
        context.Response.Headers.CacheControl = cache;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.Bytes(file.Bytes, file.ContentType, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{file.Sha256}\""));
    }

    /// <param name="where">On <c>pictures</c> as p.</param>
    public static Task<PictureFile?> FindAsync(Database database, string where, object parameters, CancellationToken ct) => database.ReadAsync(
        connection => connection.QueryFirstOrDefaultAsync<PictureFile?>($"select p.content_type, p.sha256, p.bytes from pictures p {where}", parameters), ct);

    private static string TextOf(PhotoRejection rejection) => PhotoRejections.TextOf(rejection) ?? "field_picture";
}

public sealed record PictureFile
{
    public string ContentType { get; init; } = "";

    public string Sha256 { get; init; } = "";

    public byte[] Bytes { get; init; } = [];
}
