using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Agencies;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Tables;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>
/// 无规则可用的件: what waits for the government office to name a lead, and no agency rule proposes one; each with the reason. For whoever assigns, and for the
/// administrator, who makes the rules. It is some of what is open, which does not grow with the years: read whole, then searched.
/// </summary>
public static class ListUncovered
{
    public sealed record Query
    {
        /// <summary>Words of the number, the title or the text.</summary>
        public string? Q { get; init; }

        /// <summary>Its id.</summary>
        public string? Category { get; init; }

        public string? District { get; init; }

        public string? Limit { get; init; }

        public string? After { get; init; }
    }

    /// <param name="DueOn">By when a lead is to be named.</param>
    /// <param name="Explanation">A sentence in Chinese for each district that was looked at, the narrowest first.</param>
    /// <param name="CasePage">Where the lead is named.</param>
    /// <param name="RulePage">The form of a rule for it, filled in; null for whoever makes no rules.</param>
    public sealed record Item(
        string Id, string Number, string Title, Named Category, NamedDistrict District, Named Station, DateOnly? DueOn, bool Overdue, UncoveredReason Reason, IReadOnlyList<string> Explanation,
        string CasePage, string? RulePage);

    public static void Map(RouteGroupBuilder api)
    {
        var cases = api.MapGroup("/admin/uncovered-cases").RequireAuthorization(Rights.Assign);
        cases.MapGet("", async ([AsParameters] Query query, CurrentUser user, Handler handler, CancellationToken ct) => (await handler.HandleAsync(query, user, ct)).ToHttp())
            .WithName("ListUncoveredCases").Produces<Page<Item>>();
        cases.MapGet("/export", async ([ClosedList(TableExport.Workbook, TableExport.Csv)] string? format, CurrentUser user, Handler handler, CancellationToken ct) =>
            (await handler.ExportAsync(format, user, ct)).ToHttp(RegisterEndpoints.Answer))
            .WithName("ExportUncoveredCases").Produces<byte[]>(StatusCodes.Status200OK, WorkbookFile.MediaType, "text/csv");
    }

    public sealed class Handler(Database database, TimeProvider clock)
    {
        public async Task<Result<Page<Item>>> HandleAsync(Query query, CurrentUser user, CancellationToken ct)
        {
            var page = PageRequest.Parse(query.Limit, query.After);
            if (page.Refusal is { } refusal)
                return refusal;

            DistrictCode? within = null;
            if (!string.IsNullOrEmpty(query.District) && !DistrictCode.TryParse(query.District, out within))
                return Refusal.OfField("district", ErrorTexts.Field("field_choice", "district"));

            return await database.ReadAsync(
                async connection =>
                {
                    var found = await UncoveredAsync(connection, query, within, user);
                    if (page.Value.After is { } last)
                        found = found.Where(one => string.CompareOrdinal(one.Row.Id, last) < 0);
                    return page.Value.Cut<Item>([.. await ItemsAsync(connection, [.. found.Take(page.Value.Limit + 1)], user)], item => item.Id);
                },
                ct);
        }

        /// <summary>All of them as a file; it is a list to work through, and nothing that could be handed in.</summary>
        public async Task<Result<TableExport>> ExportAsync(string? format, CurrentUser user, CancellationToken ct)
        {
            if (TableExport.RefusalOf(format) is { } refusal)
                return refusal;

            var items = await database.ReadAsync(async connection => await ItemsAsync(connection, [.. await UncoveredAsync(connection, new Query(), null, user)], user), ct);
            var title = RegisterTexts.Of("uncovered");
            var sheet = new SheetToWrite(
                title, RegisterTexts.Of("uncovered.columns").Split('|'),
                items.Select(item => (IReadOnlyList<CellToWrite>)
                [
                    item.Number, item.Title, item.Category.Name, item.District.Name, DistrictCode.Parse(item.District.Code).Short, item.Station.Name,
                    item.DueOn is { } due ? Columns.Text(due) : "", Rules.Terms.Of(item.Reason), string.Concat(item.Explanation),
                ]));
            return TableExport.Of(sheet, title, format);
        }

        private async Task<IEnumerable<(Waiting Row, AgencyProposal Proposal)>> UncoveredAsync(DbConnection connection, Query query, DistrictCode? within, CurrentUser user)
        {
            var sql = $"{SelectWaiting} {database.Dialect.AlongIndex(user.Town is null ? "cases_jurisdiction_status" : "cases_town_status")} {WhereWaiting}{(user.Town is null ? "" : " and k.town = @Town")}{(string.IsNullOrEmpty(query.Q) ? "" : Matching)} order by k.id desc";
            var rows = (await connection.QueryAsync<Waiting>(sql, new { user.Jurisdiction, user.Town, q = string.IsNullOrEmpty(query.Q) ? null : SearchText.Pattern(query.Q) })).AsList();
            if (rows.Count == 0)
                return [];

            var book = await AgencyBook.LoadAsync(connection, user.Jurisdiction!);
            var names = await AgencyProposals.NamesAsync(connection, rows.Select(row => DistrictCode.Parse(row.District)).Distinct());
            var today = ChinaTime.Today(clock);
            var proposals = new Dictionary<(string, string), AgencyProposal>();
            return from row in rows
                   where (string.IsNullOrEmpty(query.Category) || row.CategoryId == query.Category) && (within is null || DistrictCode.Parse(row.District).IsWithin(within))
                   let proposal = ProposalOf(row)
                   where proposal.Suggested is null
                   select (row, proposal);

            AgencyProposal ProposalOf(Waiting row)
            {
                if (!proposals.TryGetValue((row.District, row.CategoryId), out var proposal))
                    proposals[(row.District, row.CategoryId)] = proposal = book.Propose(DistrictCode.Parse(row.District), row.CategoryId, today, names);
                return proposal;
            }
        }

        private async Task<IReadOnlyList<Item>> ItemsAsync(DbConnection connection, IReadOnlyList<(Waiting Row, AgencyProposal Proposal)> found, CurrentUser user)
        {
            var rows = new Dictionary<string, Row>(StringComparer.Ordinal);
            foreach (var some in found.Chunk(RowsAtOnce))
            {
                foreach (var row in await connection.QueryAsync<Row>(Select, new { ids = some.Select(one => one.Row.Id).ToList() }))
                    rows[row.Id] = row;
            }

            var (today, makesRules) = (ChinaTime.Today(clock), Rights.Allows(Rights.Administer, user));
            return
            [
                .. from one in found
                   let row = rows[one.Row.Id]
                   select new Item(
                       row.Id, row.Number, row.Title, new Named(row.CategoryId, row.Category), new NamedDistrict(row.District, row.DistrictName), new Named(row.StationId, row.Station), row.DueOn,
                       Overdue.Of(row.DueOn, row.Paused, today), one.Proposal.Reason!.Value, one.Proposal.Explanation, $"/cases/{row.Id}#move-assign",
                       makesRules ? AgencyGaps.NewRulePage(DistrictCode.Parse(row.District).Town ?? DistrictCode.Parse(row.District), row.CategoryId) : null),
            ];
        }
    }

    private const int RowsAtOnce = 200;

    private const string SelectWaiting = "select k.id, k.district, k.category_id from cases k";

    // The one state in which a lead is to be named.
    private const string WhereWaiting = $"where k.jurisdiction = @Jurisdiction and k.status = '{nameof(CaseStatus.HandedOver)}'";

    private const string Matching = " and (lower(replace(k.number, '-', '')) like @q escape '!' or k.search_text like @q escape '!')";

    private const string Select = """
        select k.id, k.number, k.title, k.category_id, c.name as category, k.district, d.name as district_name, k.station_id, s.name as station, g.due_on, k.clock_stopped as paused
        from cases k join categories c on c.id = k.category_id join districts d on d.code = k.district join stations s on s.id = k.station_id
        left join stages g on g.case_id = k.id and g.sequence = k.open_stage
        where k.id in @ids
        """;

    private sealed record Waiting
    {
        public string Id { get; init; } = "";

        public string District { get; init; } = "";

        public string CategoryId { get; init; } = "";
    }

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Title { get; init; } = "";

        public string CategoryId { get; init; } = "";

        public string Category { get; init; } = "";

        public string District { get; init; } = "";

        public string DistrictName { get; init; } = "";

        public string StationId { get; init; } = "";

        public string Station { get; init; } = "";

        public DateOnly? DueOn { get; init; }

        public bool Paused { get; init; }
    }
}
