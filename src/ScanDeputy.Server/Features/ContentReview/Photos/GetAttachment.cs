using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Images;

namespace ScanDeputy.Server.Features.ContentReview.Photos;

/// <summary>A photo, for its uploader until it is sent, and afterwards for those who may see the case; for who follows a published one, when it was found fit for all.</summary>
public static class GetAttachment
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/attachments/{id}", async (string id, CurrentUser user, Handler handler, HttpContext context, CancellationToken ct) =>
            (await handler.HandleAsync(id, user, ct)).ToHttp(photo => photo.Answer(context)))
            .RequireAuthorization(Rights.SignedIn).WithName("GetAttachment").Produces<byte[]>(StatusCodes.Status200OK, "image/jpeg", "image/png", "image/webp").Produces(StatusCodes.Status304NotModified);
    }

    public sealed class Handler(Database database)
    {
        public Task<Result<PhotoFile>> HandleAsync(string id, CurrentUser user, CancellationToken ct) => database.ReadAsync<Result<PhotoFile>>(
            async connection =>
            {
                var row = await connection.QueryFirstOrDefaultAsync<Row>(Select, new { id });
                if (row is null || !await MaySeeAsync(connection, id, row, user))
                    return new Refusal(ErrorCodes.NotFound);

                return new PhotoFile { ContentType = row.ContentType, Sha256 = row.Sha256, Bytes = row.Bytes };
            },
            ct);

        private static async Task<bool> MaySeeAsync(System.Data.Common.DbConnection connection, string id, Row row, CurrentUser user)
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
            select a.owner_id, a.case_id, a.content_type, a.content_status, a.sha256, c.bytes
            from attachments a join attachment_contents c on c.sha256 = a.sha256
            where a.id = @id
            """;

        private sealed record Row
        {
            public string OwnerId { get; init; } = "";

            public string? CaseId { get; init; }

            public string ContentType { get; init; } = "";

            public string ContentStatus { get; init; } = "";

            public string Sha256 { get; init; } = "";

            public byte[] Bytes { get; init; } = [];
        }
    }
}
