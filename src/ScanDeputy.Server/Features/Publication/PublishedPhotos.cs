using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Images;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Publication;

/// <summary>Photos of a published case: the author's only with their separate consent, each only when it was found fit (<see cref="CaseAccess.IsPhotoPublished"/>).</summary>
public static class PublishedPhotos
{
    private const string Cache = "public, max-age=60";

    public static void Map(RouteGroupBuilder published) => published.MapGet("/cases/{number}/photos/{id}", async (
        string jurisdiction, string number, string id, [ClosedList<PhotoSize>] string? size, Handler handler, HttpContext context, CancellationToken ct) =>
        (await handler.HandleAsync(jurisdiction, number, id, size, ct)).ToHttp(photo => photo.Answer(context, Cache)))
        .WithName("GetPublishedPhoto").Produces<byte[]>(StatusCodes.Status200OK, "image/jpeg", "image/png", "image/webp").Produces(StatusCodes.Status304NotModified);

    public sealed class Handler(Database database)
    {
        /// <param name="size">See <see cref="PhotoSize"/>.</param>
        public async Task<Result<PhotoFile>> HandleAsync(string jurisdiction, string number, string id, string? size, CancellationToken ct)
        {
            var small = PhotoSize.IsSmall(size);
            if (small.Refusal is { } refusal)
                return refusal;

            return await database.ReadAsync(connection => FindAsync(connection, jurisdiction, number, id, small.Value), ct) is { } photo ? photo : new Refusal(ErrorCodes.NotFound);
        }

        private static async Task<PhotoFile?> FindAsync(DbConnection connection, string jurisdiction, string number, string id, bool small)
        {
            if (await connection.QueryFirstOrDefaultAsync<Row>(SelectOne, new { jurisdiction, number, id }) is not { } row
                || await CaseFile.LoadAsync(connection, row.CaseId) is not { } file
                || !CaseAccess.IsPhotoPublished(file, id, row.ContentStatus))
                return null;

            return await PhotoBytes.FindAsync(connection, id, small);
        }
    }

    internal static PublishedPhoto Of(Row photo, string jurisdiction, string number, bool ofAnswer) =>
        new(photo.Id, $"/api/v1/public/{jurisdiction}/cases/{Uri.EscapeDataString(number)}/photos/{photo.Id}", photo.Width, photo.Height, ofAnswer);

    internal const string SelectOfCase = "select id, width, height, content_status from attachments where case_id = @id order by position, id";

    private const string SelectOne = $"""
        select a.id, a.case_id, a.content_status from attachments a join cases k on k.id = a.case_id
        where a.id = @id and k.number = @number and {PublicCases.InJurisdiction} and {PublicCases.IsPublished}
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
