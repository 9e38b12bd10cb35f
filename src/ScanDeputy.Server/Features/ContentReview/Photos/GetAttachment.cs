using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Images;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.ContentReview.Photos;

/// <summary>A photo, for its uploader until it is sent, and afterwards for those who may see the case; for who follows a published one, when it was found fit for all.</summary>
public static class GetAttachment
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/attachments/{id}", async (string id, [ClosedList<PhotoSize>] string? size, CurrentUser user, Handler handler, HttpContext context, CancellationToken ct) =>
            (await handler.HandleAsync(id, size, user, ct)).ToHttp(photo => photo.Answer(context)))
            .RequireAuthorization(Rights.SignedIn).WithName("GetAttachment").Produces<byte[]>(StatusCodes.Status200OK, "image/jpeg", "image/png", "image/webp").Produces(StatusCodes.Status304NotModified);
    }

    public sealed class Handler(Database database)
    {
        /// <param name="size">See <see cref="PhotoSize"/>.</param>
        public async Task<Result<PhotoFile>> HandleAsync(string id, string? size, CurrentUser user, CancellationToken ct)
        {
            var small = PhotoSize.IsSmall(size);
            return small.Refusal is { } refusal ? refusal : await database.ReadAsync(connection => FindAsync(connection, id, small.Value, user), ct);
        }

        private static async Task<Result<PhotoFile>> FindAsync(DbConnection connection, string id, bool small, CurrentUser user)
        {
            var row = await connection.QueryFirstOrDefaultAsync<Row>(Select, new { id });
            if (row is null || !await MaySeeAsync(connection, id, row, user))
                return new Refusal(ErrorCodes.NotFound);

            return await PhotoBytes.FindAsync(connection, id, small) is { } photo ? photo : new Refusal(ErrorCodes.NotFound);
        }

        private static async Task<bool> MaySeeAsync(DbConnection connection, string id, Row row, CurrentUser user)
        {
            if (row.CaseId is null)
                return row.OwnerId == user.Id;

            var file = (await CaseFile.LoadAsync(connection, row.CaseId))!;
            var parties = CaseAccess.PartiesOf(user, file.Row, file.State);
            if (CaseAccess.MaySee(user, file.Row, parties))
                return true;

            return CaseAccess.IsPhotoPublished(file, id, row.ContentStatus) && await CaseAccess.MaySeeAsync(connection, user, file.Row, parties);
        }

        private const string Select = """
            select owner_id, case_id, content_status from attachments where id = @id
            """;

        private sealed record Row
        {
            public string OwnerId { get; init; } = "";

            public string? CaseId { get; init; }

            public string ContentStatus { get; init; } = "";
        }
    }
}
