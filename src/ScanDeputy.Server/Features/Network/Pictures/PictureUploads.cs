using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Images;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Pictures;

/// <summary>Takes a picture by the rules of residents' photos, and finds one.</summary>
public static class PictureUploads
{
    public const int LargestFile = 10 * 1024 * 1024;

    /// <summary>Of a call that carries one picture.</summary>
    public static readonly FileFormAttribute Limits = new(2L * LargestFile, LargestFile, 1);

    /// <param name="bytes">What was handed in.</param>
    /// <param name="largest">As it is kept.</param>
    public static async Task<Result<CleanPhoto>> CleanAsync(byte[] bytes, int largest, CancellationToken ct)
    {
        var cleaned = PhotoCleaner.Clean(bytes);
        if (cleaned.Photo is not { } photo)
            return Refusal.OfField("file", ErrorTexts.Detail(TextOf(cleaned.Rejection)));
        return photo.Bytes.Length <= largest ? await Thumbnails.AddAsync(photo, ct) : Refusal.OfField("file", ErrorTexts.Field("field_picture_large", largest / (1024 * 1024)));
    }

    /// <param name="database">Where it is kept.</param>
    /// <param name="size">See <see cref="PhotoSize"/>.</param>
    /// <param name="where">On <c>pictures</c> as p.</param>
    public static async Task<Result<PhotoFile>> FindAsync(Database database, string? size, string where, object parameters, CancellationToken ct)
    {
        var small = PhotoSize.IsSmall(size);
        if (small.Refusal is { } refusal)
            return refusal;

        var select = $"select {PhotoFile.Columns(small.Value, "p", "p")} from pictures p {where}";
        return await database.ReadAsync(connection => connection.QueryFirstOrDefaultAsync<PhotoFile>(select, parameters), ct) is { } file ? file : new Refusal(ErrorCodes.NotFound);
    }

    private static string TextOf(PhotoRejection rejection) => PhotoRejections.TextOf(rejection) ?? "field_picture";
}
