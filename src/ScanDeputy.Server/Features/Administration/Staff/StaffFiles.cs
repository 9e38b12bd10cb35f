using System.Globalization;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.Tables;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Administration.Staff;

/// <summary>
/// The staff as a file that can be handed in again. It has phones in full, so that each time it is given out leaves an audit line; passwords, WeChat and
/// sessions are in no file.
/// </summary>
public static class StaffFiles
{
    private const int AtOnce = 500;

    private static readonly FileFormAttribute Limits = new(2L * ImportCounty.LargestFile, ImportCounty.LargestFile, 1);

    public static void Map(RouteGroupBuilder group)
    {
        var staff = group.MapGroup("").RequireAuthorization(Rights.Secure);
        staff.MapGet("/export", async ([ClosedList(TableExport.Workbook, TableExport.Csv)] string? format, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.ExportAsync(format, user, ct)).ToHttp(RegisterEndpoints.Answer))
            .WithName("ExportStaff").Produces<byte[]>(StatusCodes.Status200OK, WorkbookFile.MediaType, "text/csv");
        staff.MapPost("/import", async (bool? dryRun, bool? passwords, HttpRequest request, CurrentUser user, Handler handler, CancellationToken ct) =>
        {
            var file = await FileForms.ReadOneAsync(request, Limits, "field_file_missing", ct);
            if (file.Refusal is { } refusal)
                return new ProblemResult(refusal);

            request.HttpContext.Response.Headers.CacheControl = "no-store";
            return (await handler.ImportAsync(new ImportFile(file.Value.Name, file.Value.Bytes), dryRun is true, passwords is true, user, ct)).ToHttp();
        })
            .DisableAntiforgery().WithName("ImportStaff").Accepts<IFormFile>("multipart/form-data").Produces<ImportCounty.Report>();
    }

    public sealed class Handler(Database database, ImportMasterData import, PersonalData crypto, TimeProvider clock)
    {
        public async Task<Result<TableExport>> ExportAsync(string? format, CurrentUser user, CancellationToken ct)
        {
            if (TableExport.RefusalOf(format) is { } refusal)
                return refusal;

            var sheet = SheetDefinition.Staff;
            var rows = await ReadAsync(user.Jurisdiction!, ct);
            await database.WriteAsync<int>(
                scope =>
                {
                    new DataChanges(user.Jurisdiction!, user.Id, clock).Write(scope, "staff", "export", [new DataChanges.Column("rows", null, rows.Count)]);
                    return Task.FromResult(0);
                },
                ct);
            return TableExport.Of(sheet.ToWrite(rows), sheet.Title, format);
        }

        /// <param name="passwords">Whether accounts without a password are given one; they are told only once.</param>
        public async Task<Result<ImportCounty.Report>> ImportAsync(ImportFile file, bool dryRun, bool passwords, CurrentUser user, CancellationToken ct)
        {
            Action<IReadOnlyList<(string UserName, string Password)>>? keep = passwords ? _ => { } : null;
            return ImportCounty.Report.Of(await import.RunAsync(SheetDefinition.Staff, file, user.Jurisdiction!, user.Id, dryRun, ct, keep), dryRun);
        }

        private Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> ReadAsync(string jurisdiction, CancellationToken ct) => database.ReadAsync<IReadOnlyList<IReadOnlyDictionary<string, string>>>(
            async connection =>
            {
                var numbers = (await connection.QueryAsync<(string Id, string Number)>(SelectNumbers, new { jurisdiction })).ToDictionary(row => row.Id, row => row.Number, StringComparer.Ordinal);
                var (rows, after) = (new List<IReadOnlyDictionary<string, string>>(), "");
                while (true)
                {
                    var some = await StaffRows.NextAsync(connection, crypto, new StaffRows.Filter(jurisdiction, null, null, null), after, AtOnce);
                    rows.AddRange(some.Select(account => ColumnsOf(account, numbers)));
                    if (some.Count < AtOnce)
                        return rows;
                    after = some[^1].Id;
                }
            },
            ct);

        private static Dictionary<string, string> ColumnsOf(StaffView account, Dictionary<string, string> numbers) => new(StringComparer.Ordinal)
        {
            ["user_name"] = account.UserName,
            ["name"] = account.Name ?? "",
            ["phone"] = account.Active ? account.Phone ?? "" : "",
            ["roles"] = string.Join('|', account.Roles.Select(role => Terms.Of(role))),
            ["deputy"] = account.Deputy is { } deputy ? numbers.GetValueOrDefault(deputy.Id, deputy.Id) : "",
            ["agency"] = account.Agency is { } agency ? numbers.GetValueOrDefault(agency.Id, agency.Id) : "",
            ["station"] = string.Join('|', account.Stations.Select(station => numbers.GetValueOrDefault(station.Id, station.Id))),
            ["supervisor_level"] = account.SupervisorLevel?.ToString(CultureInfo.InvariantCulture) ?? "",
            ["active"] = account.Active ? "是" : "否",
            ["town"] = account.Town is { } town ? DistrictCode.Parse(town.Id).Short : "",
        };
    }

    private const string SelectNumbers = """
        select id, coalesce(reference, id) from deputies where jurisdiction = @jurisdiction
        union all select id, coalesce(reference, id) from agencies where jurisdiction = @jurisdiction
        union all select id, coalesce(reference, id) from stations where jurisdiction = @jurisdiction
        """;
}
