using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Images;

namespace ScanDeputy.Server.Features.ContentReview.Photos;

/// <summary>
/// Takes one photo (JPEG, PNG or WebP by its bytes, at most 10 MB), removes place and camera data, and keeps it until it is sent
/// with a report or an answer, with a small form for lists; a photo that is not sent is deleted after a day.
/// </summary>
public static class UploadAttachment
{
    public const int LargestPhoto = 10 * 1024 * 1024;

    // What is too large is read to its end: a connection that is closed while the sender still writes does not bring the reason.
    public const int LargestBody = 64 * 1024 * 1024;

    private static readonly FileFormAttribute Limits = new(LargestBody, LargestPhoto, 1);

    public sealed record Stored(string Id, string ContentType, int Size, string Sha256);

    public static void Map(RouteGroupBuilder api) => api.MapPost("/attachments", async (
        HttpRequest request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
    {
        var photo = await FileForms.ReadOneAsync(request, Limits, "field_photo_missing", ct);
        if (photo.Refusal is { } refusal)
            return new ProblemResult(refusal);

        var stored = await handler.HandleAsync(photo.Value.Bytes, user, write, ct);
        return stored.ToHttp(value => TypedResults.Created($"/api/v1/attachments/{value.Id}", value));
    })
        .RequireAuthorization(Rights.Upload).DisableAntiforgery().WithName("UploadAttachment").Refuses(ContentErrors.NotAPhoto)
        .Accepts<IFormFile>("multipart/form-data").Produces<Stored>(StatusCodes.Status201Created);

    public sealed class Handler(IdempotentWrites writes, PhotoQuota quota, TimeProvider clock)
    {
        public async Task<Result<Stored>> HandleAsync(byte[] upload, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            var cleaned = PhotoCleaner.Clean(upload);
            if (cleaned.Photo is not { } clean)
                return new Refusal(ContentErrors.NotAPhoto) { TextCode = PhotoRejections.TextOf(cleaned.Rejection) };

            var photo = await Thumbnails.AddAsync(clean, ct);
            return await writes.RunAsync<Stored>(write, photo.Sha256, scope => WriteAsync(scope, photo, user), ct);
        }

        private async Task<Result<Stored>> WriteAsync(WriteScope scope, CleanPhoto photo, CurrentUser user)
        {
            if (await quota.CheckAsync(scope, user.Id) is { } full)
                return full;

            var id = Ids.New(clock);
            await scope.ExecuteAsync(
                $"{scope.Dialect.InsertOrIgnore} attachment_contents (sha256, thumbnail, bytes) values (@Sha256, @Thumbnail, @Bytes)", new { photo.Sha256, photo.Thumbnail, photo.Bytes });
            await scope.ExecuteAsync(Insert, new
            {
                id,
                OwnerId = user.Id,
                photo.ContentType,
                Size = photo.Bytes.Length,
                photo.Sha256,
                photo.Width,
                photo.Height,
                ContentStatus = ContentChecks.Waiting,
                Now = clock.GetUtcNow(),
            });
            return new Stored(id, photo.ContentType, photo.Bytes.Length, photo.Sha256);
        }

        private const string Insert = """
            insert into attachments (id, owner_id, content_type, size, sha256, width, height, content_status, position, created_at)
            values (@id, @OwnerId, @ContentType, @Size, @Sha256, @Width, @Height, @ContentStatus, 0, @Now)
            """;
    }
}
