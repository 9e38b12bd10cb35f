using System.Globalization;
using System.Text.Json;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Tables;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>The calls that every register has: list, get, create, change, close, and its file out and in.</summary>
public static class RegisterEndpoints
{
    private static readonly FileFormAttribute Limits = new(2L * ImportCounty.LargestFile, ImportCounty.LargestFile, 1);

    /// <param name="admin">The group of administrators' calls.</param>
    /// <param name="lists">False where the list is another use case's.</param>
    public static void MapRegister<TItem, TFields>(this RouteGroupBuilder admin, Register<TItem, TFields> register, bool lists = true)
        where TItem : class, IRegisterItem
        where TFields : class
    {
        var (group, name) = (admin.MapGroup($"/{register.Name}"), register.OperationName);
        if (lists)
        {
            group.MapGet("", async (string? q, bool? active, string? limit, string? after, CurrentUser user, RegisterLists rows, CancellationToken ct) =>
                (await rows.ListAsync(register, q, active, limit, after, user, ct)).ToHttp())
                .WithName($"List{name}Register").Produces<Page<TItem>>();
        }

        group.MapGet("/export", async (string? format, CurrentUser user, RegisterLists rows, CancellationToken ct) =>
            (await rows.ExportAsync(register, format, user, ct)).ToHttp(Answer))
            .WithName($"Export{name}Register").Produces<byte[]>(StatusCodes.Status200OK, WorkbookFile.MediaType, "text/csv");
        group.MapPost("/import", async (bool? dryRun, HttpRequest request, CurrentUser user, RegisterLists rows, CancellationToken ct) =>
        {
            var file = await FileForms.ReadOneAsync(request, Limits, "field_file_missing", ct);
            return file.Refusal is { } refusal ? new ProblemResult(refusal) : (await rows.ImportAsync(register, new ImportFile(file.Value.Name, file.Value.Bytes), dryRun is true, user, ct)).ToHttp();
        })
            .DisableAntiforgery().WithName($"Import{name}Register").Accepts<IFormFile>("multipart/form-data").Produces<ImportCounty.Report>();
        group.MapGet("/{id}", async (string id, CurrentUser user, RegisterLists rows, HttpContext context, CancellationToken ct) =>
            (await rows.GetAsync(register, id, user, ct)).ToHttp(item => Versioned(item, context)))
            .WithName($"Get{name}").Produces<TItem>();
        group.MapPost("", async (CurrentUser user, WriteContext write, RegisterWrites writes, HttpContext context, CancellationToken ct) =>
            (await (await BodyAsync<TFields>(context.Request, ct) is { } fields
                ? writes.CreateAsync(register, fields, user, write, ct)
                : Task.FromResult<Result<TItem>>(new Refusal(ErrorCodes.Malformed)))).ToHttp(item =>
            {
                SetVersion(item, context);
                return TypedResults.Created($"/api/v1/admin/{register.Name}/{item.Id}", item);
            }))
            .WithName($"Create{name}").Accepts<TFields>("application/json").Produces<TItem>(StatusCodes.Status201Created);
        group.MapPut("/{id}", async (string id, CurrentUser user, WriteContext write, RegisterWrites writes, HttpContext context, CancellationToken ct) =>
            (await (await BodyAsync<TFields>(context.Request, ct) is { } fields
                ? writes.ChangeAsync(register, id, fields, user, write, ct)
                : Task.FromResult<Result<TItem>>(new Refusal(ErrorCodes.Malformed)))).ToHttp(item => Versioned(item, context)))
            .WithName($"Change{name}").Accepts<TFields>("application/json").Produces<TItem>();
        if (register.Closes)
        {
            group.MapPost("/{id}/close", async (string id, CurrentUser user, WriteContext write, RegisterWrites writes, HttpContext context, CancellationToken ct) =>
                (await writes.SetActiveAsync(register, id, false, user, write, ct)).ToHttp(item => Versioned(item, context)))
                .WithName($"Close{name}").Produces<TItem>();
            group.MapPost("/{id}/reopen", async (string id, CurrentUser user, WriteContext write, RegisterWrites writes, HttpContext context, CancellationToken ct) =>
                (await writes.SetActiveAsync(register, id, true, user, write, ct)).ToHttp(item => Versioned(item, context)))
                .WithName($"Reopen{name}").Produces<TItem>();
        }
        else if (register.Keys.Count > 1)
        {
            group.MapDelete("/{id}", async (string id, CurrentUser user, WriteContext write, RegisterWrites writes, CancellationToken ct) =>
                (await writes.DeleteAsync(register, id, user, write, ct)).ToHttp(_ => TypedResults.NoContent()))
                .WithName($"Delete{name}").Produces(StatusCodes.Status204NoContent);
        }
    }

    public static IResult Answer((byte[] Bytes, string MediaType, string Name) file) => TypedResults.Bytes(file.Bytes, file.MediaType, file.Name);

    /// <returns>Null for a body that is none.</returns>
    private static async Task<T?> BodyAsync<T>(HttpRequest request, CancellationToken ct)
        where T : class
    {
        try
        {
            return request.HasJsonContentType() ? await request.ReadFromJsonAsync<T>(ApiJson.Options, ct) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IResult Versioned(IRegisterItem item, HttpContext context)
    {
        SetVersion(item, context);
        return TypedResults.Ok((object)item);
    }

    private static void SetVersion(IRegisterItem item, HttpContext context) =>
        context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{item.Version}\"");
}

/// <summary>Reads registers: lists, single rows, files.</summary>
public sealed class RegisterLists(Database database, ImportMasterData import)
{
    private const string Workbook = "xlsx";
    private const string Csv = "csv";

    /// <param name="register">Of which kind.</param>
    /// <param name="q">Words of names, numbers or addresses; case and width make no difference.</param>
    /// <param name="active">Only those in use, or only the others.</param>
    /// <param name="limit">How many.</param>
    /// <param name="after">The last id of the page before.</param>
    /// <param name="user">Whose jurisdiction.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<Result<Page<TItem>>> ListAsync<TItem, TFields>(
        Register<TItem, TFields> register, string? q, bool? active, string? limit, string? after, CurrentUser user, CancellationToken ct)
        where TItem : class, IRegisterItem
    {
        var page = PageRequest.Parse(limit, after, id => id.Length <= 64);
        if (page.Refusal is { } refusal)
            return refusal;

        var wanted = SearchText.Fold(q ?? "");
        var rows = (await database.ReadAsync(connection => register.ListAsync(connection, user.Jurisdiction!), ct))
            .Where(item => (active is null || item.Active == active) && (wanted.Length == 0 || SearchText.Of(item.Searched).Contains(wanted, StringComparison.Ordinal)));
        if (page.Value.After is { } last)
            rows = rows.SkipWhile(item => item.Id != last).Skip(1);
        return page.Value.Cut<TItem>([.. rows.Take(page.Value.Limit + 1)], item => item.Id);
    }

    public async Task<Result<TItem>> GetAsync<TItem, TFields>(Register<TItem, TFields> register, string id, CurrentUser user, CancellationToken ct)
        where TItem : class, IRegisterItem =>
        await database.ReadAsync(connection => register.FindAsync(connection, id, user.Jurisdiction!), ct) is { } item ? item : new Refusal(ErrorCodes.NotFound);

    /// <summary>All rows as a file that can be handed in again.</summary>
    public async Task<Result<(byte[] Bytes, string MediaType, string Name)>> ExportAsync<TItem, TFields>(
        Register<TItem, TFields> register, string? format, CurrentUser user, CancellationToken ct)
        where TItem : class, IRegisterItem
    {
        if (format is not (null or "" or Workbook or Csv))
            return Refusal.OfField("format", "field_export_format");

        var (sheet, rows) = (register.Sheet, await database.ReadAsync(connection => register.ListAsync(connection, user.Jurisdiction!), ct));
        var written = new SheetToWrite(
            sheet.Title, [.. sheet.AllColumns.Select(sheet.LabelOf)],
            rows.Select(item => item.Columns()).Select(columns => (IReadOnlyList<CellToWrite>)[.. sheet.AllColumns.Select(column => (CellToWrite)columns[column])]));
        return format == Csv ? (CsvFile.Write(written), CsvFile.MediaType, $"{sheet.Title}.csv") : (WorkbookFile.Write(written), WorkbookFile.MediaType, $"{sheet.Title}.xlsx");
    }

    public async Task<Result<ImportCounty.Report>> ImportAsync<TItem, TFields>(Register<TItem, TFields> register, ImportFile file, bool dryRun, CurrentUser user, CancellationToken ct)
        where TItem : class, IRegisterItem =>
        ImportCounty.Report.Of(await import.RunAsync(register.Sheet, file, user.Jurisdiction!, user.Id, dryRun, ct), dryRun);
}
