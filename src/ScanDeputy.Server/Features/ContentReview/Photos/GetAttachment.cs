using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.ContentReview.Photos;

/// <summary>A photo, for its uploader until it is sent, and afterwards for those who may see the case; for who follows a published one, when it was found fit for all.</summary>
public static class GetAttachment
{
    public sealed record Photo(string ContentType, string Sha256, byte[] Bytes);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/attachments/{id}", async (string id, CurrentUser user, Handler handler, HttpContext context, CancellationToken ct) =>
            (await handler.HandleAsync(id, user, ct)).ToHttp(photo => Answer(photo, context)))
            .RequireAuthorization(Rights.SignedIn).WithName("GetAttachment").Produces<byte[]>(StatusCodes.Status200OK, "image/jpeg", "image/png", "image/webp").Produces(StatusCodes.Status304NotModified);
    }

    /// <summary>Never cached where others could find it, never taken for anything but a picture.</summary>
    public static IResult Answer(Photo photo, HttpContext context)
    {
        context.Response.Headers.CacheControl = "private, max-age=3600";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.Bytes(photo.Bytes, photo.ContentType, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{photo.Sha256}\""));
    }

    public sealed class Handler(Database database)
    {
        public Task<Result<Photo>> HandleAsync(string id, CurrentUser user, CancellationToken ct) => database.ReadAsync<Result<Photo>>(
            async connection =>
            {
                var row = await connection.QueryFirstOrDefaultAsync<Row>(Select, new { id });
                if (row is null || !await MaySeeAsync(connection, id, row, user))
                    return new Refusal(ErrorCodes.NotFound);

                return new Photo(row.ContentType, row.Sha256, row.Bytes);
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
