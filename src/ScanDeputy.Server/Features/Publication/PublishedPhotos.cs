using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Images;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>Photos of a published case: the author's only with their separate consent, each only when it was found fit (<see cref="CaseAccess.IsPhotoPublished"/>).</summary>
public static class PublishedPhotos
{
    private const string Cache = "public, max-age=60";

    public static void Map(RouteGroupBuilder published) => published.MapGet("/cases/{number}/photos/{id}", async (
        string jurisdiction, string number, string id, Handler handler, HttpContext context, CancellationToken ct) =>
        (await handler.HandleAsync(jurisdiction, number, id, ct)).ToHttp(photo => photo.Answer(context, Cache)))
        .WithName("GetPublishedPhoto").Produces<byte[]>(StatusCodes.Status200OK, "image/jpeg", "image/png", "image/webp").Produces(StatusCodes.Status304NotModified);

    public sealed class Handler(Database database)
    {
        public Task<Result<PhotoFile>> HandleAsync(string jurisdiction, string number, string id, CancellationToken ct) => database.ReadAsync(
            async connection => await FindAsync(connection, jurisdiction, number, id) is { } photo ? photo : (Result<PhotoFile>)new Refusal(ErrorCodes.NotFound), ct);

        private static async Task<PhotoFile?> FindAsync(DbConnection connection, string jurisdiction, string number, string id)
        {
            if (await connection.QueryFirstOrDefaultAsync<Row>(SelectOne, new { jurisdiction, number, id }) is not { } row
                || await CaseFile.LoadAsync(connection, row.CaseId) is not { } file
                || !CaseAccess.IsPhotoPublished(file, id, row.ContentStatus))
                return null;

            return await connection.QueryFirstOrDefaultAsync<PhotoFile>(SelectBytes, new { id });
        }
    }

    internal static PublishedPhoto Of(Row photo, string jurisdiction, string number, bool ofAnswer) =>
        new(photo.Id, $"/api/v1/public/{jurisdiction}/cases/{Uri.EscapeDataString(number)}/photos/{photo.Id}", photo.Width, photo.Height, ofAnswer);

    internal const string SelectOfCase = "select id, width, height, content_status from attachments where case_id = @id order by position, id";

    private const string SelectOne = $"""
        select a.id, a.case_id, a.content_status from attachments a join cases k on k.id = a.case_id
        where a.id = @id and k.number = @number and {PublicCases.InJurisdiction} and {PublicCases.IsPublished}
        """;

    private const string SelectBytes = """
        select a.content_type, a.sha256, c.bytes from attachments a join attachment_contents c on c.sha256 = a.sha256 where a.id = @id
        """;

    internal sealed record Row
    {
        public string Id { get; init; } = "";

        public string CaseId { get; init; } = "";

        public int Width { get; init; }

        public int Height { get; init; }

        public string ContentStatus { get; init; } = "";
    }
}
