using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;
using ScanDeputy.Server.Platform.Http.Input;
using ScanDeputy.Server.Platform.Tables;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Agencies;

/// <summary>Categories and districts without an agency, and those with two; and the former as a file of rules to fill in and hand in.</summary>
public static class ListAgencyGaps
{
    public sealed record Query
    {
        /// <summary>Words of a category, a district or an agency.</summary>
        public string? Q { get; init; }

        [ClosedList<EnumList<AgencyGapKind>>]
        public string? Kind { get; init; }

        public string? Limit { get; init; }

        public string? After { get; init; }
    }

    public static void Map(RouteGroupBuilder admin)
    {
        admin.MapGet("/agency-rules/gaps", async ([AsParameters] Query query, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.HandleAsync(query, user, ct)).ToHttp())
            .WithName("ListAgencyGaps").Produces<Page<AgencyGaps.Item>>();
        admin.MapGet("/agency-rules/gaps/export", async ([ClosedList(TableExport.Workbook, TableExport.Csv)] string? format, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.ExportAsync(format, user, ct)).ToHttp(RegisterEndpoints.Answer))
            .WithName("ExportAgencyGaps").Produces<byte[]>(StatusCodes.Status200OK, WorkbookFile.MediaType, "text/csv");
    }

    public sealed class Handler(Database database, AgencyGaps gaps, TimeProvider clock)
    {
        public async Task<Result<Page<AgencyGaps.Item>>> HandleAsync(Query query, CurrentUser user, CancellationToken ct)
        {
            var page = PageRequest.Parse(query.Limit, query.After, id => id.Length <= LongestId);
            if (page.Refusal is { } refusal)
                return refusal;

            AgencyGapKind? kind = null;
            if (!string.IsNullOrEmpty(query.Kind))
            {
                if (!EnumNames.TryParse<AgencyGapKind>(query.Kind, out var parsed))
                    return Refusal.OfField("kind", ErrorTexts.Field("field_choice", "kind"));
                kind = parsed;
            }

            var wanted = SearchText.Fold(query.Q ?? "");
            var items = (await FindAsync(user, ct)).Where(item => (kind is null || item.Kind == kind)
                && (wanted.Length == 0 || SearchText.Of([item.Category, item.CategoryName, item.District, item.DistrictName, .. item.Rules.Select(rule => rule.AgencyName)]).Contains(wanted, StringComparison.Ordinal)));
            if (page.Value.After is { } last)
                items = items.SkipWhile(item => item.Id != last).Skip(1);
            return page.Value.Cut<AgencyGaps.Item>([.. items.Take(page.Value.Limit + 1)], item => item.Id);
        }

        /// <summary>The gaps as rules without an agency; the remark beside each is passed over when the file is handed in.</summary>
        public async Task<Result<TableExport>> ExportAsync(string? format, CurrentUser user, CancellationToken ct)
        {
            if (TableExport.RefusalOf(format) is { } refusal)
                return refusal;

            var (rules, today) = (SheetDefinition.Rules, ChinaTime.Today(clock));
            var rows = (await FindAsync(user, ct)).Where(item => item.Kind == AgencyGapKind.Gap).Select(item =>
            {
                string Of(string column) => column switch
                {
                    "district" => DistrictCode.Parse(item.District).Short,
                    "category" => item.Category,
                    "valid_from" when item.From > today => Columns.Text(item.From),
                    "valid_to" when item.Until is { } last => Columns.Text(last),
                    _ => "",
                };
                return (IReadOnlyList<CellToWrite>)[.. rules.AllColumns.Select(column => (CellToWrite)Of(column)), item.Text];
            });
            var sheet = new SheetToWrite(rules.Title, [.. rules.AllColumns.Select(rules.LabelOf), MarkedCopy.Mark + RegisterTexts.Of("gap.remark")], rows);
            return TableExport.Of(sheet, RegisterTexts.Of("gap.file"), format);
        }

        private Task<IReadOnlyList<AgencyGaps.Item>> FindAsync(CurrentUser user, CancellationToken ct) => database.ReadAsync(connection => gaps.FindAsync(connection, user.Jurisdiction!), ct);
    }

    private const int LongestId = 200;
}
