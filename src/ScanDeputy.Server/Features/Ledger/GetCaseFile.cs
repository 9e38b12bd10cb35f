using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.Ledger;

/// <summary>A case to take away: everything that this caller may see of it, and the means to check it without us.</summary>
public static class GetCaseFile
{
    public const string MediaType = "application/zip";

    /// <summary>Copies of one person in ten minutes: each reads every photo of a case.</summary>
    private static readonly RateLimit Copies = new("case-files", 30, TimeSpan.FromMinutes(10));

    /// <param name="WriteAsync">Makes the copy while it is sent: there is never more than one photo of it in memory, and nothing on the disk.</param>
    public sealed record Archive(string Name, Func<Stream, CancellationToken, Task> WriteAsync);

    public static void Map(RouteGroupBuilder cases) => cases.MapGet("/{id}/file.zip", async (
        string id, CurrentUser user, Handler handler, HttpContext context, CancellationToken ct) =>
        (await handler.HandleAsync(id, user, context, ct)).ToHttp(archive => Answer(archive, context)))
        .WithName("GetCaseFile").Refuses(ErrorCodes.TooManyRequests).Produces<byte[]>(StatusCodes.Status200OK, MediaType);

    /// <summary>Personal, and never to be kept by anything on the way.</summary>
    public static IResult Answer(Archive archive, HttpContext context)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(stream => archive.WriteAsync(stream, context.RequestAborted), MediaType, archive.Name);
    }

    public sealed class Handler(Database database, RuleBook book, CaseViews views, RequestLimits limits, TimeProvider clock)
    {
        public async Task<Result<Archive>> HandleAsync(string id, CurrentUser user, HttpContext context, CancellationToken ct)
        {
            if (await limits.TakeAsync(context, [new RateUse(Copies, user.Id)], null) is { } tooMany)
                return tooMany;

            var copy = await database.ReadAsync(
                async connection =>
                {
                    var file = await CaseFile.LoadAsync(connection, id);
                    if (file is null || !CaseAccess.MaySee(user, file.Row, CaseAccess.PartiesOf(user, file.Row, file.State)))
                        return null;

                    return await CaseCopy.LoadAsync(connection, file, user, views, await book.LoadAsync(connection, file.Row.Jurisdiction));
                },
                ct);
            if (copy is null)
                return new Refusal(ErrorCodes.NotFound);

            return new Archive(
                $"{copy.View.Number}.zip", (stream, stop) => new CaseCopyArchive(copy, clock.GetUtcNow()).WriteAsync(stream, photo => PhotoAsync(photo, stop), stop));
        }

        private Task<byte[]> PhotoAsync(string id, CancellationToken ct) =>
            database.ReadAsync(connection => connection.QueryFirstAsync<byte[]>(SelectPhoto, new { id }), ct);

        private const string SelectPhoto = """
            select c.bytes from attachments a join attachment_contents c on c.sha256 = a.sha256 where a.id = @id
            """;
    }
}
