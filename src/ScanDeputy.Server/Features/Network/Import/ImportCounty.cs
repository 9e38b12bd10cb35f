using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Districts;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Tables;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>
/// An administrator hands in a county's workbook, an archive of CSV files, or a single CSV: everything is checked, and written as a whole or not at all.
/// Sending it twice changes nothing the second time.
/// </summary>
public static class ImportCounty
{
    public const int LargestFile = 50 * 1024 * 1024;

    /// <param name="Rows">How many were read.</param>
    /// <param name="Codes">Stations that had no code, with the one that was issued.</param>
    /// <param name="Passwords">First passwords that were asked for; they are told only once.</param>
    public sealed record Report(
        bool Accepted, int Rows, IReadOnlyList<ImportFault> Faults, IReadOnlyList<FileRows> Files, IReadOnlyList<string> LeftOut, IReadOnlyList<TableChanges> Changes,
        IReadOnlyList<StationCodeOf> Codes, IReadOnlyList<FirstPassword> Passwords)
    {
        /// <summary>Of a list of districts: what it says against what is stored; null for other kinds.</summary>
        public ImportDistricts.Diff? Diff { get; init; }

        /// <summary>User names of closed accounts that the list says to be in use; they stay closed.</summary>
        public IReadOnlyList<string> LeftClosed { get; init; } = [];

        public static Report Of(ImportReport done, bool dryRun) => new(
            done.Faults.Count == 0, done.Files.Values.Sum(), done.Faults, [.. done.Files.Select(rows => new FileRows(rows.Key, rows.Value))], done.LeftOut,
            [.. done.Counts.Select(count => new TableChanges(count.Key, count.Value.Inserted, count.Value.Updated, count.Value.Unchanged))],
            dryRun ? [] : [.. done.Codes.Select(code => new StationCodeOf(code.Station, code.Code))],
            dryRun ? [] : [.. done.Passwords.Select(made => new FirstPassword(made.UserName, made.Password))])
        {
            LeftClosed = done.LeftClosed,
        };
    }

    public sealed record FileRows(string File, int Rows);

    public sealed record TableChanges(string Table, int Inserted, int Updated, int Unchanged);

    /// <param name="Station">Its number in the file.</param>
    public sealed record StationCodeOf(string Station, string Code);

    public sealed record FirstPassword(string UserName, string Password);

    private static readonly FileFormAttribute Limits = new(2L * LargestFile, LargestFile, 1);

    public static void Map(RouteGroupBuilder admin)
    {
        var import = admin.MapGroup("/import").DisableAntiforgery();
        import.MapPost("", async (bool? dryRun, bool? passwords, HttpRequest request, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.HandleAsync(await FileAsync(request, ct), dryRun is true, passwords is true, user, ct)).ToHttp(report =>
            {
                request.HttpContext.Response.Headers.CacheControl = "no-store";
                return TypedResults.Ok(report);
            }))
            .WithName("ImportCounty").Accepts<IFormFile>("multipart/form-data").Produces<Report>();
        import.MapPost("/marked", async (HttpRequest request, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.MarkAsync(await FileAsync(request, ct), user, ct)).ToHttp(marked => TypedResults.Bytes(marked, WorkbookFile.MediaType, MarkedName)))
            .WithName("MarkImport").Accepts<IFormFile>("multipart/form-data").Produces<byte[]>(StatusCodes.Status200OK, WorkbookFile.MediaType);
        import.MapGet("/template", () => TypedResults.Bytes(ImportTemplate.Write(), WorkbookFile.MediaType, TemplateName))
            .WithName("GetImportTemplate").Produces<byte[]>(StatusCodes.Status200OK, WorkbookFile.MediaType);
    }

    public const string MarkedName = "导入检查.xlsx";

    public const string TemplateName = "区县资料模板.xlsx";

    private static async Task<Result<ImportFile>> FileAsync(HttpRequest request, CancellationToken ct)
    {
        var file = await FileForms.ReadOneAsync(request, Limits, "field_file_missing", ct);
        return file.IsRefused ? file.Refusal! : new ImportFile(file.Value.Name, file.Value.Bytes);
    }

    public sealed class Handler(ImportMasterData import, StationCache stations)
    {
        /// <param name="file">What was handed in.</param>
        /// <param name="dryRun">Only says what would be done.</param>
        /// <param name="passwords">Whether accounts without a password are given one.</param>
        public async Task<Result<Report>> HandleAsync(Result<ImportFile> file, bool dryRun, bool passwords, CurrentUser user, CancellationToken ct)
        {
            if (file.Refusal is { } refusal)
                return refusal;

            // They are part of the answer, which is sent after the commit.
            Action<IReadOnlyList<(string UserName, string Password)>>? keep = passwords ? _ => { } : null;
            var done = await import.RunAsync(file.Value, user, dryRun, keep, ct);
            if (!dryRun && done.Faults.Count == 0)
                await stations.InvalidateAllAsync(user.Jurisdiction!, ct);
            return Report.Of(done, dryRun);
        }

        /// <summary>A copy of what was handed in, with each fault beside its cell; nothing is written.</summary>
        public async Task<Result<byte[]>> MarkAsync(Result<ImportFile> file, CurrentUser user, CancellationToken ct)
        {
            if (file.Refusal is { } refusal)
                return refusal;

            var done = await import.RunAsync(file.Value, user, true, null, ct);
            return MarkedCopy.Write(file.Value, done.Faults);
        }
    }
}
