using System.Globalization;
using System.Text.Json;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Tables;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Administration.Audit;

/// <summary>
/// The audit trail for auditors and administrators: sign-ins good and bad, refused calls, contacts that were seen, files that were taken away, changes of master
/// data, accounts, policies and calendars; who, when, from where, with which request. Taking it away leaves an entry as well.
/// </summary>
public static class ListAudit
{
    private const int AtOnce = 1000;

    /// <summary>More than that is a matter for a narrower question.</summary>
    private const int MostOfFile = 50_000;

    /// <param name="By">An account, or the name of a command or sweep.</param>
    /// <param name="ByName">Of an account of the staff.</param>
    /// <param name="Register">What kind of thing was touched.</param>
    /// <param name="Row">Which of them.</param>
    /// <param name="Person">The account whose data were seen or changed.</param>
    /// <param name="RequestId">By which the call is found in the logs.</param>
    /// <param name="Network">The address without its last part.</param>
    public sealed record Item(
        string Id, DateTimeOffset At, string Kind, string By, string? ByName, string Register, string Row, string? Person, string? PersonName, string RequestId, string Network,
        IReadOnlyList<Change> Changes);

    /// <param name="Old">Null for what was not there before.</param>
    /// <param name="New">Null for what is gone.</param>
    public sealed record Change(string Name, JsonElement? Old, JsonElement? New);

    public static void Map(RouteGroupBuilder admin)
    {
        var audit = admin.MapGroup("/audit").RequireAuthorization(Rights.Audit);
        audit.MapGet("", async (
            string? kind, string? register, string? row, string? by, string? person, string? from, string? until, string? limit, string? after, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.ListAsync(new AuditFilter(kind, register, row, by, person, from, until), limit, after, user, ct)).ToHttp())
            .WithName("ListAudit").Produces<Page<Item>>();
        audit.MapGet("/export", async (
            string? kind, string? register, string? row, string? by, string? person, string? from, string? until,
            [ClosedList(TableExport.Workbook, TableExport.Csv)] string? format, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.ExportAsync(new AuditFilter(kind, register, row, by, person, from, until), format, user, ct)).ToHttp(RegisterEndpoints.Answer))
            .WithName("ExportAudit").Produces<byte[]>(StatusCodes.Status200OK, WorkbookFile.MediaType, "text/csv");
    }

    public sealed class Handler(Database database, AuditReader reader)
    {
        public async Task<Result<Page<Item>>> ListAsync(AuditFilter filter, string? limit, string? after, CurrentUser user, CancellationToken ct)
        {
            var page = PageRequest.Parse(limit, after);
            if ((filter.Fault ?? page.Refusal) is { } refusal)
                return refusal;

            var rows = await database.ReadAsync(connection => reader.NextAsync(connection, filter, user, page.Value.After ?? "~", page.Value.Limit + 1), ct);
            return page.Value.Cut(rows, item => item.Id);
        }

        public async Task<Result<TableExport>> ExportAsync(AuditFilter filter, string? format, CurrentUser user, CancellationToken ct)
        {
            if ((filter.Fault ?? TableExport.RefusalOf(format)) is { } refusal)
                return refusal;

            var (rows, after) = (new List<Item>(), "~");
            while (rows.Count < MostOfFile)
            {
                var some = await database.ReadAsync(connection => reader.NextAsync(connection, filter, user, after, AtOnce), ct);
                rows.AddRange(some);
                if (some.Count < AtOnce)
                    break;
                after = some[^1].Id;
            }

            string[] header = ["时间", "事项", "操作人", "对象", "编号", "涉及账号", "内容", "网络", "请求编号"];
            return TableExport.Of(new SheetToWrite("审计记录", header, rows.Select(Cells)), "审计记录", format);
        }

        private static IReadOnlyList<CellToWrite> Cells(Item item) =>
        [
            item.At.ToOffset(ChinaTime.Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), AuditTexts.KindOf(item.Kind), item.ByName ?? item.By, AuditTexts.ObjectOf(item.Register), item.Row,
            item.PersonName ?? item.Person, AuditTexts.Of(item), item.Network, item.RequestId,
        ];
    }
}
