using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Documents;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.People.OwnData;

/// <summary>Somebody takes away everything that is kept of them: <c>data.json</c> for programs and people, and their photos.</summary>
public static class ExportMyData
{
    private const string MediaType = "application/zip";

    /// <summary>Of one person in ten minutes: each reads everything of theirs.</summary>
    private static readonly RateLimit Exports = new("own-data", 6, TimeSpan.FromMinutes(10));

    private static readonly JsonSerializerOptions Readable = new(ApiJson.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public sealed record Export(string Name, Func<Stream, CancellationToken, Task> WriteAsync);

    public static void Map(RouteGroupBuilder api) => api.MapGet("/me/data", async (
        CurrentUser user, Handler handler, HttpContext context, CancellationToken ct) => (await handler.HandleAsync(user, context, ct)).ToHttp(export => Answer(export, context)))
        .RequireAuthorization(Rights.SignedIn).WithName("ExportMyData").Refuses(ErrorCodes.TooManyRequests).Produces<byte[]>(StatusCodes.Status200OK, MediaType);

    public static IResult Answer(Export export, HttpContext context)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Stream(stream => export.WriteAsync(stream, context.RequestAborted), MediaType, export.Name);
    }

    public sealed class Handler(Database database, IEnumerable<IPersonalRecords> slices, RequestLimits limits, TimeProvider clock)
    {
        public async Task<Result<Export>> HandleAsync(CurrentUser user, HttpContext context, CancellationToken ct)
        {
            if (await limits.TakeAsync(context, [new RateUse(Exports, user.Id)], null) is { } tooMany)
                return tooMany;

            var sections = new Dictionary<string, object?>(StringComparer.Ordinal) { ["madeAt"] = clock.GetUtcNow() };
            var files = new List<OwnFile>();
            await database.ReadAsync(
                async connection =>
                {
                    foreach (var slice in slices)
                    {
                        if (slice.Section is { } section)
                            sections[section] = await slice.ExportAsync(connection, user);
                        files.AddRange(await slice.FilesAsync(connection, user));
                    }

                    return files.Count;
                },
                ct);
            return new Export($"my-data-{ChinaTime.Today(clock):yyyyMMdd}.zip", (stream, stop) => WriteAsync(stream, sections, files, stop));
        }

        private async Task WriteAsync(Stream target, Dictionary<string, object?> sections, IReadOnlyList<OwnFile> files, CancellationToken ct)
        {
            await using var output = new AsyncOutput(target);
            await using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
            await AddAsync(archive, "data.json", JsonSerializer.SerializeToUtf8Bytes(sections, Readable), CompressionLevel.Optimal, ct);
            foreach (var file in files)
                await AddAsync(archive, file.Name, await database.ReadAsync(file.ReadAsync, ct), CompressionLevel.NoCompression, ct);
        }

        private static async Task AddAsync(ZipArchive archive, string name, byte[] bytes, CompressionLevel level, CancellationToken ct)
        {
            await using var stream = await archive.CreateEntry(name, level).OpenAsync(ct);
            await stream.WriteAsync(bytes, ct);
        }
    }
}
