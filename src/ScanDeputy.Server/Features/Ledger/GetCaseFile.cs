using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Ledger;

/// <summary>A case to take away: everything that this caller may see of it, and the means to check it without us.</summary>
public static class GetCaseFile
{
    public const string MediaType = "application/zip";

    /// <param name="Content">At its beginning; whoever gets it disposes of it, and with it of the temporary file.</param>
    public sealed record Archive(string Name, Stream Content);

    public static void Map(RouteGroupBuilder cases) => cases.MapGet("/{id}/file.zip", async (
        string id, CurrentUser user, Handler handler, HttpContext context, CancellationToken ct) =>
        (await handler.HandleAsync(id, user, ct)).ToHttp(archive => Answer(archive, context)))
        .WithName("GetCaseFile").Produces<byte[]>(StatusCodes.Status200OK, MediaType);

    /// <summary>Personal, and never to be kept by anything on the way.</summary>
    public static IResult Answer(Archive archive, HttpContext context)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(archive.Content, MediaType, archive.Name);
    }

    public sealed class Handler(Database database, RuleBook book, CaseViews views, TimeProvider clock)
    {
        public async Task<Result<Archive>> HandleAsync(string id, CurrentUser user, CancellationToken ct)
        {
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

            var content = Temporary();
            try
            {
                await new CaseCopyArchive(copy, clock.GetUtcNow()).WriteAsync(content, photo => PhotoAsync(photo, ct), ct);
                content.Position = 0;
                return new Archive($"{copy.View.Number}.zip", content);
            }
            catch
            {
                await content.DisposeAsync();
                throw;
            }
        }

        /// <summary>Photos may come to more than one would want in memory.</summary>
        private static FileStream Temporary() => new(
            Path.Combine(Path.GetTempPath(), $"scandeputy-{Path.GetRandomFileName()}"),
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });

        private Task<byte[]> PhotoAsync(string id, CancellationToken ct) =>
            database.ReadAsync(connection => connection.QueryFirstAsync<byte[]>(SelectPhoto, new { id }), ct);

        private const string SelectPhoto = """
            select c.bytes from attachments a join attachment_contents c on c.sha256 = a.sha256 where a.id = @id
            """;
    }
}
