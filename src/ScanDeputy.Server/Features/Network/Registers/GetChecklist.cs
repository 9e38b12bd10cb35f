using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Agencies;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>What a county still lacks before residents can use it, each with how many and where it is mended.</summary>
public static class GetChecklist
{
    /// <param name="Kind">A stable word for programs.</param>
    /// <param name="Text">In Chinese.</param>
    /// <param name="Count">How many lack it; 0 when nothing is missing.</param>
    /// <param name="Examples">The first of them by their names.</param>
    /// <param name="Page">Where it is mended.</param>
    public sealed record Item(string Kind, string Text, int Count, IReadOnlyList<string> Examples, string Page);

    /// <param name="Ready">Nothing is missing.</param>
    public sealed record Answer(bool Ready, IReadOnlyList<Item> Items);

    private const int MostExamples = 5;

    public static void Map(RouteGroupBuilder admin) => admin.MapGet("/checklist", async (CurrentUser user, Handler handler, CancellationToken ct) =>
        TypedResults.Ok(await handler.HandleAsync(user, ct)))
        .WithName("GetChecklist").Produces<Answer>();

    public sealed class Handler(Database database, AgencyGaps gaps, IConfiguration configuration, TimeProvider clock)
    {
        public Task<Answer> HandleAsync(CurrentUser user, CancellationToken ct) => database.ReadAsync(
            async connection =>
            {
                var (year, since) = (ChinaTime.Today(clock).Year, ListOwnStations.SinceOf(clock));
                var items = new List<Item>();
                foreach (var (kind, page, sql) in Questions)
                {
                    var names = (await connection.QueryAsync<string>(sql, new { Jurisdiction = user.Jurisdiction!, Year = year, Since = since, Before = ChinaTime.StartOf(since) })).AsList();
                    items.Add(new Item(kind, RegisterTexts.Of($"checklist.{kind}"), names.Count, [.. names.Take(MostExamples)], page));
                    if (kind == "categoriesWithoutAgency")
                        items.AddRange(GapsOf(await gaps.FindAsync(connection, user.Jurisdiction!), user.Jurisdiction!));
                }

                var connected = !string.IsNullOrEmpty(configuration["WeChat:AppId"]);
                items.Add(new Item("weChat", RegisterTexts.Of("checklist.weChat"), connected ? 0 : 1, [], "/admin/setup"));
                return new Answer(items.All(item => item.Count == 0), items);
            },
            ct);
    }

    /// <summary>Beside the categories that have no rule at all, which are said already.</summary>
    private static IEnumerable<Item> GapsOf(IReadOnlyList<AgencyGaps.Item> found, string jurisdiction)
    {
        var county = DistrictCode.Parse(jurisdiction).ToString();
        var some = found.Where(item => item.Kind == AgencyGapKind.Gap && !(item is { Whole: true, Until: null } && item.District == county && !found.Any(other => other != item && other.Category == item.Category)));
        foreach (var (kind, items) in ((string, IReadOnlyList<AgencyGaps.Item>)[])[("agencyGaps", [.. some]), ("agencyOverlaps", [.. found.Where(item => item.Kind == AgencyGapKind.Overlap)])])
        {
            yield return new Item(
                kind, RegisterTexts.Of($"checklist.{kind}"), items.Count, [.. items.Take(MostExamples).Select(item => $"{item.DistrictName}·{item.CategoryName}")], $"/admin/setup/agency-rules/gaps?kind={kind[6..^1].ToLowerInvariant()}");
        }
    }

    // Each gives the names of what lacks something; none of a jurisdiction's own rows at all is one thing that is missing.
    private static readonly (string Kind, string Page, string Sql)[] Questions =
    [
        ("stations", "/admin/setup/stations", $"select '—' from jurisdictions where code = @Jurisdiction and not exists (select 1 from stations where jurisdiction = @Jurisdiction and active = 1)"),
        ("stationsWithoutDeputies", "/admin/setup/stations", """
            select s.name from stations s where s.jurisdiction = @Jurisdiction and s.active = 1 and not exists (
              select 1 from station_deputies m join deputies p on p.id = m.deputy_id where m.station_id = s.id and p.active = 1) order by s.name
            """),
        ("stationsWithoutCode", "/admin/stations", """
            select s.name from stations s where s.jurisdiction = @Jurisdiction and s.active = 1 and not exists (
              select 1 from station_codes c where c.station_id = s.id and c.status = 'Active') order by s.name
            """),
        // A code that was issued within these days may not have been put up yet.
        ("stationsWithoutScan", "/admin/stations?unscanned=true", $"select s.name from stations s where s.jurisdiction = @Jurisdiction{ListOwnStations.Unscanned} order by s.name"),
        ("closedDistricts", "/admin/setup/stations", """
            select s.name from stations s join districts d on d.code = s.district where s.jurisdiction = @Jurisdiction and s.active = 1 and d.valid_to is not null order by s.name
            """),
        // A county that elects otherwise, or has not begun with them, is asked for none.
        ("villagesWithoutConstituency", "/admin/setup/constituencies", """
            select d.name from districts d join jurisdictions j on j.code = @Jurisdiction
            where d.code >= concat(j.code, '000000') and d.code <= concat(j.code, '999999') and d.level = 'Village' and d.valid_to is null
              and exists (select 1 from constituencies c where c.jurisdiction = @Jurisdiction and c.active = 1)
              and not exists (select 1 from constituency_districts x join constituencies c on c.id = x.constituency_id and c.active = 1 where x.district in (d.code, d.parent))
            order by d.code
            """),
        ("constituenciesWithoutDeputies", "/admin/setup/constituencies", """
            select c.name from constituencies c where c.jurisdiction = @Jurisdiction and c.active = 1 and not exists (
              select 1 from constituency_deputies y join deputies p on p.id = y.deputy_id and p.active = 1 where y.constituency_id = c.id) order by c.name
            """),
        ("deputiesWithoutAccount", "/admin/staff", """
            select p.name from deputies p where p.jurisdiction = @Jurisdiction and p.active = 1
              and exists (select 1 from station_deputies m where m.deputy_id = p.id)
              and not exists (select 1 from users u where u.deputy_id = p.id and u.active = 1) order by p.name
            """),
        ("categories", "/admin/setup/categories", "select '—' from jurisdictions where code = @Jurisdiction and not exists (select 1 from categories where jurisdiction = @Jurisdiction and active = 1)"),
        ("categoriesWithoutAgency", "/admin/setup/agency-rules", """
            select c.name from categories c where c.jurisdiction = @Jurisdiction and c.active = 1 and c.stopper is null
              and not exists (select 1 from agency_rules r where r.category_id = c.id) order by c.position
            """),
        ("agenciesWithoutHandler", "/admin/staff", """
            select a.name from agencies a where a.jurisdiction = @Jurisdiction and a.active = 1
              and exists (select 1 from agency_rules r where r.agency_id = a.id)
              and not exists (select 1 from users u where u.agency_id = a.id and u.active = 1) order by a.name
            """),
        ("rolesWithoutPerson", "/admin/staff", """
            select r.name from (select 'CommitteeOffice' as role, '人大代表工作机构' as name union all select 'GovernmentOffice', '政府办' union all select 'Supervisor', '督办') r
            where not exists (select 1 from user_roles p join users u on u.id = p.user_id where p.jurisdiction = @Jurisdiction and p.role = r.role and u.active = 1)
            """),
        ("staffWithoutPhone", "/admin/staff", """
            select u.user_name from users u where u.jurisdiction = @Jurisdiction and u.active = 1 and u.user_name is not null and u.phone_hash is null order by u.user_name
            """),
        ("calendar", "/admin/calendars", "select '—' from jurisdictions j where j.code = @Jurisdiction and not exists (select 1 from calendar_notices n where n.year = @Year)"),
    ];
}
