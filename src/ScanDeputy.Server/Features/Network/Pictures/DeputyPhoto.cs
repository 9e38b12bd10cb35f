using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Deputies;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Images;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Pictures;

/// <summary>
/// 代表照片: one of each deputy, handed in by an administrator. Everybody sees it while the deputy is in office and their photo is among what is public
/// of them; administrators see it always.
/// </summary>
public static class DeputyPhoto
{
    /// <summary>A list shows many of them.</summary>
    public const int Largest = 2 * 1024 * 1024;

    /// <param name="PhotoUrl">Where everybody finds it, once it is public.</param>
    public sealed record Answer(string PhotoUrl, string ContentType, int Width, int Height);

    public static void Map(RouteGroupBuilder api, RouteGroupBuilder admin)
    {
        admin.MapPut("/deputies/{id}/photo", async (string id, HttpRequest request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
        {
            var file = await FileForms.ReadOneAsync(request, PictureUploads.Limits, "field_photo_missing", ct);
            return file.Refusal is { } refusal ? new ProblemResult(refusal) : (await handler.PutAsync(id, file.Value.Bytes, user, write, ct)).ToHttp();
        })
            .DisableAntiforgery().WithName("PutDeputyPhoto").Accepts<IFormFile>("multipart/form-data").Produces<Answer>();
        admin.MapGet("/deputies/{id}/photo", OwnPictureAsync)
            .WithName("GetOwnDeputyPhoto").Produces<byte[]>(StatusCodes.Status200OK, "image/jpeg", "image/png", "image/webp").Produces(StatusCodes.Status304NotModified);
        admin.MapDelete("/deputies/{id}/photo", async (string id, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.RemoveAsync(id, user, write, ct)).ToHttp(_ => TypedResults.NoContent()))
            .WithName("RemoveDeputyPhoto").Produces(StatusCodes.Status204NoContent);
        api.MapGet("/deputies/{id}/photo", PublicPictureAsync)
            .WithName("GetDeputyPhoto").Refuses(ErrorCodes.NotFound).Produces<byte[]>(StatusCodes.Status200OK, "image/jpeg", "image/png", "image/webp").Produces(StatusCodes.Status304NotModified);
    }

    /// <summary>The address changes with the picture, so that copies of another one are not shown.</summary>
    public static string AddressOf(string deputyId, string sha256) => $"/deputies/{deputyId}/photo?v={sha256[..16]}";

    /// <summary>The same with the small form, which lists show; of another site's picture its own address.</summary>
    public static string SmallOf(string address) => address.StartsWith("/deputies/", StringComparison.Ordinal) ? $"{address}&size={PhotoSize.Small}" : address;

    public static async Task<IResult> PublicPictureAsync(string id, [ClosedList<PhotoSize>] string? size, HttpContext context, Handler handler, CancellationToken ct) =>
        (await handler.FindPublicAsync(id, size, ct)).ToHttp(file => file.Answer(context, "public, max-age=3600"));

    public static async Task<IResult> OwnPictureAsync(string id, [ClosedList<PhotoSize>] string? size, CurrentUser user, HttpContext context, Handler handler, CancellationToken ct) =>
        (await handler.FindOwnAsync(id, size, user, ct)).ToHttp(file => file.Answer(context));

    public sealed class Handler(Database database, IdempotentWrites writes, StationCache stations, TimeProvider clock)
    {
        public async Task<Result<Answer>> PutAsync(string id, byte[] bytes, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            var photo = await PictureUploads.CleanAsync(bytes, Largest, ct);
            if (photo.Refusal is { } refusal)
                return refusal;

            var done = await writes.RunAsync<Answer>(write, new { id, photo.Value.Sha256 }, async scope =>
            {
                if (await HoldAsync(scope, id, user) is { } unknown)
                    return unknown;

                var store = new PictureStore(clock);
                await store.RemoveAllAsync(scope, PictureStore.OfDeputies, id, user);
                var made = await store.AddAsync(scope, PictureStore.OfDeputies, id, "", photo.Value, user);
                await scope.ExecuteAsync("update deputies set photo_sha256 = @Sha256, version = version + 1 where id = @id", new { id, made.Sha256 });
                return new Answer(AddressOf(id, made.Sha256), made.ContentType, made.Width, made.Height);
            }, ct);
            if (!done.IsRefused)
                await stations.InvalidateAllAsync(user.Jurisdiction!, ct);
            return done;
        }

        public async Task<Result<bool>> RemoveAsync(string id, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            var done = await writes.RunAsync<bool>(write, new { id, removed = true }, async scope =>
            {
                if (await HoldAsync(scope, id, user) is { } unknown)
                    return unknown;

                await new PictureStore(clock).RemoveAllAsync(scope, PictureStore.OfDeputies, id, user);
                await scope.ExecuteAsync("update deputies set photo_sha256 = null, version = version + 1 where id = @id and photo_sha256 is not null", new { id });
                return true;
            }, ct);
            if (!done.IsRefused)
                await stations.InvalidateAllAsync(user.Jurisdiction!, ct);
            return done;
        }

        public Task<Result<PhotoFile>> FindPublicAsync(string id, string? size, CancellationToken ct) => PictureUploads.FindAsync(
            database, size,
            "join deputies d on d.id = p.owner_id where p.register = @Register and p.owner_id = @id and d.active = 1 and d.public_fields like @Public",
            new { id, Register = PictureStore.OfDeputies, Public = $"%{nameof(PublicField.Photo)}%" }, ct);

        public Task<Result<PhotoFile>> FindOwnAsync(string id, string? size, CurrentUser user, CancellationToken ct) => PictureUploads.FindAsync(
            database, size, "where p.register = @Register and p.owner_id = @id and p.jurisdiction = @Jurisdiction", new { id, Register = PictureStore.OfDeputies, user.Jurisdiction }, ct);

        /// <summary>Of two who hand one in at once the second waits.</summary>
        private static async Task<Refusal?> HoldAsync(WriteScope scope, string id, CurrentUser user) =>
            await scope.ExecuteAsync("update deputies set version = version where id = @id and jurisdiction = @Jurisdiction", new { id, user.Jurisdiction }) == 1 ? null : new Refusal(ErrorCodes.NotFound);
    }
}
