using ScanDeputy.Domain;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Http.Input;
using ScanDeputy.Server.Platform.Images;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Pictures;

/// <summary>Photos of a station, each of one of the eight haves or of the whole; for its administrators.</summary>
public static class StationPhotos
{
    public const int Most = 24;

    /// <param name="Have">Null for one of the whole station.</param>
    public sealed record Item(string Id, StationHave? Have, string ContentType, int Width, int Height, DateTimeOffset CreatedAt);

    public static void Map(RouteGroupBuilder stations)
    {
        stations.MapGet("/{id}/photos", async (string id, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.ListAsync(id, user, ct)).ToHttp())
            .WithName("ListStationPhotos").Produces<IReadOnlyList<Item>>();
        stations.MapPost("/{id}/photos", async (
            string id, [ClosedList<EnumList<StationHave>>] string? have, HttpRequest request, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
        {
            // Said before the photo is sent for nothing.
            if (TopicOf(have).Refusal is { } none)
                return new ProblemResult(none);

            var file = await FileForms.ReadOneAsync(request, PictureUploads.Limits, "field_photo_missing", ct);
            return file.Refusal is { } refusal
                ? new ProblemResult(refusal)
                : (await handler.AddAsync(id, have, file.Value.Bytes, user, write, ct)).ToHttp(item => TypedResults.Created($"/api/v1/admin/stations/{id}/photos/{item.Id}", item));
        })
            .DisableAntiforgery().WithName("AddStationPhoto").Accepts<IFormFile>("multipart/form-data").Produces<Item>(StatusCodes.Status201Created);
        stations.MapGet("/{id}/photos/{photo}", PictureAsync)
            .WithName("GetStationPhoto").Produces<byte[]>(StatusCodes.Status200OK, "image/jpeg", "image/png", "image/webp").Produces(StatusCodes.Status304NotModified);
        stations.MapDelete("/{id}/photos/{photo}", async (string id, string photo, CurrentUser user, WriteContext write, Handler handler, CancellationToken ct) =>
            (await handler.RemoveAsync(id, photo, user, write, ct)).ToHttp(_ => TypedResults.NoContent()))
            .WithName("RemoveStationPhoto").Produces(StatusCodes.Status204NoContent);
    }

    private static Result<StationHave?> TopicOf(string? have) => string.IsNullOrEmpty(have) ? Result.Of<StationHave?>(null)
        : EnumNames.TryParse<StationHave>(have, out var named) ? Result.Of<StationHave?>(named)
        : Refusal.OfField("have", ErrorTexts.Field("field_choice", "have"));

    /// <summary>The picture itself; pages have it at an address of their own.</summary>
    public static async Task<IResult> PictureAsync(
        string id, string photo, [ClosedList<PhotoSize>] string? size, CurrentUser user, HttpContext context, Handler handler, CancellationToken ct) =>
        (await handler.FindAsync(id, photo, size, user, ct)).ToHttp(file => file.Answer(context));

    public sealed class Handler(Database database, IdempotentWrites writes, TimeProvider clock)
    {
        public async Task<Result<IReadOnlyList<Item>>> ListAsync(string id, CurrentUser user, CancellationToken ct) => await database.ReadAsync<Result<IReadOnlyList<Item>>>(
            async connection => await StationRegister.Instance.FindAsync(connection, id, user.Jurisdiction!) is null
                ? new Refusal(ErrorCodes.NotFound)
                : Result.Of<IReadOnlyList<Item>>([.. (await PictureStore.ListAsync(connection, PictureStore.OfStations, id)).Select(ToItem)]),
            ct);

        /// <param name="have">The name of one of the eight; empty for the whole station.</param>
        public async Task<Result<Item>> AddAsync(string id, string? have, byte[] bytes, CurrentUser user, WriteContext write, CancellationToken ct)
        {
            var topic = TopicOf(have);
            if (topic.Refusal is { } none)
                return none;

            var photo = await PictureUploads.CleanAsync(bytes, PictureUploads.LargestFile, ct);
            if (photo.Refusal is { } refusal)
                return refusal;

            return await writes.RunAsync<Item>(write, new { id, have, photo.Value.Sha256 }, async scope =>
            {
                if (await StationRegister.Instance.FindAsync(scope.Connection, id, user.Jurisdiction!, scope.Transaction) is null)
                    return new Refusal(ErrorCodes.NotFound);
                // Locks the station: of many who add at once none goes past the most.
                await scope.ExecuteAsync("update stations set version = version where id = @id", new { id });
                if ((await PictureStore.ListAsync(scope.Connection, PictureStore.OfStations, id, scope.Transaction)).Count >= Most)
                    return Refusal.OfField("file", ErrorTexts.Field("field_pictures_many", Most));
                return ToItem(await new PictureStore(clock).AddAsync(scope, PictureStore.OfStations, id, topic.Value?.ToString() ?? "", photo.Value, user));
            }, ct);
        }

        public Task<Result<bool>> RemoveAsync(string id, string photo, CurrentUser user, WriteContext write, CancellationToken ct) =>
            writes.RunAsync<bool>(write, new { id, photo, removed = true }, async scope =>
                await new PictureStore(clock).RemoveAsync(scope, PictureStore.OfStations, id, photo, user) ? true : new Refusal(ErrorCodes.NotFound), ct);

        public Task<Result<PhotoFile>> FindAsync(string id, string photo, string? size, CurrentUser user, CancellationToken ct) => PictureUploads.FindAsync(
            database, size, "where p.id = @photo and p.register = @Register and p.owner_id = @id and p.jurisdiction = @Jurisdiction", new { id, photo, Register = PictureStore.OfStations, user.Jurisdiction }, ct);

        private static Item ToItem(PictureItem picture) => new(
            picture.Id, Enum.TryParse<StationHave>(picture.Topic, out var have) ? have : null, picture.ContentType, picture.Width, picture.Height, picture.CreatedAt);
    }
}
