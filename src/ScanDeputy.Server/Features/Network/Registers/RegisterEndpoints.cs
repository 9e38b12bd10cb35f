using System.Text.Json;
using FluentValidation;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Tables;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>The calls that every register has: list, get, create, change, close, and its file out and in.</summary>
public static class RegisterEndpoints
{
    private static readonly FileFormAttribute Limits = new(2L * ImportCounty.LargestFile, ImportCounty.LargestFile, 1);

    /// <param name="admin">The group of administrators' calls.</param>
    /// <param name="register">The kind of rows.</param>
    /// <param name="lists">False where the list is another use case's.</param>
    /// <param name="imports">The same of the file that is handed in.</param>
    public static void MapRegister<TItem, TFields>(this RouteGroupBuilder admin, Register<TItem, TFields> register, bool lists = true, bool imports = true)
        where TItem : class, IRegisterItem
        where TFields : class
    {
        var (group, name) = (admin.MapGroup($"/{register.Name}"), register.OperationName);
        if (lists && register.HasGroups)
        {
            group.MapGet("", async (string? q, bool? active, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "group")] string? of, string? limit, string? after, CurrentUser user, RegisterLists rows, CancellationToken ct) =>
                (await rows.ListAsync(register, q, active, of, limit, after, user, ct)).ToHttp())
                .WithName($"List{register.RowsName}").Produces<Page<TItem>>();
        }
        else if (lists)
        {
            group.MapGet("", async (string? q, bool? active, string? limit, string? after, CurrentUser user, RegisterLists rows, CancellationToken ct) =>
                (await rows.ListAsync(register, q, active, null, limit, after, user, ct)).ToHttp())
                .WithName($"List{register.RowsName}").Produces<Page<TItem>>();
        }

        group.MapGet("/export", async ([ClosedList(TableExport.Workbook, TableExport.Csv)] string? format, CurrentUser user, RegisterLists rows, CancellationToken ct) =>
            (await rows.ExportAsync(register, format, user, ct)).ToHttp(Answer))
            .WithName($"Export{register.RowsName}").Produces<byte[]>(StatusCodes.Status200OK, WorkbookFile.MediaType, "text/csv");
        if (imports)
            MapImport(group, register);
        group.MapGet("/{id}", async (string id, CurrentUser user, RegisterLists rows, CancellationToken ct) =>
            (await rows.GetAsync(register, id, user, ct)).ToHttp(item => new Versioned<TItem>(item, item.Version)))
            .WithName($"Get{name}").AnswersVersion().Produces<TItem>();
        group.MapPost("", async (CurrentUser user, WriteContext write, RegisterWrites writes, HttpContext context, CancellationToken ct) =>
            (await (await BodyAsync<TFields>(context.Request, ct) is var body && body.Refusal is null
                ? writes.CreateAsync(register, register.Columns(body.Value), user, write, ct)
                : Task.FromResult<Result<TItem>>(body.Refusal!))).ToHttp(item =>
            {
                context.Response.SetVersion(item.Version);
                return TypedResults.Created($"/api/v1/admin/{register.Name}/{item.Id}", item);
            }))
            .WithName($"Create{name}").AnswersVersion().Accepts<TFields>("application/json").Produces<TItem>(StatusCodes.Status201Created);
        group.MapPut("/{id}", async (string id, CurrentUser user, WriteContext write, RegisterWrites writes, HttpContext context, CancellationToken ct) =>
            (await (await BodyAsync<TFields>(context.Request, ct) is var body && body.Refusal is null
                ? writes.ChangeAsync(register, id, register.Columns(body.Value), user, write, ct)
                : Task.FromResult<Result<TItem>>(body.Refusal!))).ToHttp(item => new Versioned<TItem>(item, item.Version)))
            .WithName($"Change{name}").ExpectsVersion().AnswersVersion().Accepts<TFields>("application/json").Produces<TItem>();
        if (register.Closes)
        {
            group.MapPost("/{id}/close", async (string id, CurrentUser user, WriteContext write, RegisterWrites writes, CancellationToken ct) =>
                (await writes.SetActiveAsync(register, id, false, user, write, ct)).ToHttp(item => new Versioned<TItem>(item, item.Version)))
                .WithName($"Close{name}").Refuses(RegisterErrors.StillNeeded).ExpectsVersion().AnswersVersion().Produces<TItem>();
            group.MapPost("/{id}/reopen", async (string id, CurrentUser user, WriteContext write, RegisterWrites writes, CancellationToken ct) =>
                (await writes.SetActiveAsync(register, id, true, user, write, ct)).ToHttp(item => new Versioned<TItem>(item, item.Version)))
                .WithName($"Reopen{name}").ExpectsVersion().AnswersVersion().Produces<TItem>();
        }
        else if (register.Keys.Count > 1)
        {
            group.MapDelete("/{id}", async (string id, CurrentUser user, WriteContext write, RegisterWrites writes, CancellationToken ct) =>
                (await writes.DeleteAsync(register, id, user, write, ct)).ToHttp(_ => TypedResults.NoContent()))
                .WithName($"Delete{name}").ExpectsVersion().Produces(StatusCodes.Status204NoContent);
        }
    }

    private static void MapImport<TItem, TFields>(RouteGroupBuilder group, Register<TItem, TFields> register)
        where TItem : class, IRegisterItem =>
        group.MapPost("/import", async (bool? dryRun, HttpRequest request, CurrentUser user, RegisterLists rows, CancellationToken ct) =>
        {
            var file = await FileForms.ReadOneAsync(request, Limits, "field_file_missing", ct);
            return file.Refusal is { } refusal ? new ProblemResult(refusal) : (await rows.ImportAsync(register, new ImportFile(file.Value.Name, file.Value.Bytes), dryRun is true, user, ct)).ToHttp();
        })
            .DisableAntiforgery().WithName($"Import{register.RowsName}").Accepts<IFormFile>("multipart/form-data").Produces<ImportCounty.Report>();

    public static IResult Answer(TableExport file) => TypedResults.Bytes(file.Bytes, file.MediaType, file.Name);

    /// <returns>Null for a body that is none.</returns>
    /// <summary>The body, held to its validator if it has one: what it says by itself is checked before the row is looked for.</summary>
    private static async Task<Result<T>> BodyAsync<T>(HttpRequest request, CancellationToken ct)
        where T : class
    {
        try
        {
            if (!request.HasJsonContentType() || await request.ReadFromJsonAsync<T>(ApiJson.Options, ct) is not { } body)
                return new Refusal(ErrorCodes.Malformed);

            return request.HttpContext.RequestServices.GetService<IValidator<T>>()?.Check(body) is { } refusal ? refusal : body;
        }
        catch (JsonException)
        {
            return new Refusal(ErrorCodes.Malformed);
        }
    }
}
