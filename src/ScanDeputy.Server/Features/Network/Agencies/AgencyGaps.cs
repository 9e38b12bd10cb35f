using System.Data.Common;
using Dapper;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Agencies;

public enum AgencyGapKind
{
    /// <summary>Nobody leads the category in the district.</summary>
    Gap,

    /// <summary>Two agencies lead it on the same days.</summary>
    Overlap,
}

/// <summary>What a county's rules leave without a lead, and what they give two, from today on: before residents meet it, and before a rule ends.</summary>
public sealed class AgencyGaps(TimeProvider clock)
{
    /// <param name="Whole">Nobody leads it anywhere in the district; otherwise only what lies in none of its parts has nobody. True for an overlap.</param>
    /// <param name="From">The first day; today for what is so already.</param>
    /// <param name="Until">The last day; null: for ever, as far as the rules say.</param>
    /// <param name="Rules">The two that overlap, the one that decides last; none for a gap.</param>
    /// <param name="Text">In Chinese.</param>
    /// <param name="Page">Where it is mended.</param>
    public sealed record Item(
        AgencyGapKind Kind, string Category, string CategoryName, string District, string DistrictName, bool Whole, DateOnly From, DateOnly? Until, IReadOnlyList<RuleRef> Rules,
        string Text, string Page)
    {
        /// <summary>The cursor of its list.</summary>
        public string Id => $"{Kind}.{District}.{Category}.{Columns.Text(From)}.{(Rules is [_, var last] ? last.Id : "")}";
    }

    /// <summary>A rule by its id, as the register has it.</summary>
    public sealed record RuleRef(string Id, string AgencyName, DateOnly? ValidFrom, DateOnly? ValidTo);

    public async Task<IReadOnlyList<Item>> FindAsync(DbConnection connection, string jurisdiction)
    {
        var today = ChinaTime.Today(clock);
        var county = DistrictCode.Parse(jurisdiction);
        var book = await AgencyBook.LoadAsync(connection, jurisdiction);
        var categories = (await connection.QueryAsync<(string Id, string Name)>(SelectCategories, new { jurisdiction })).ToDictionary(row => row.Id, row => row.Name, StringComparer.Ordinal);
        var places = (await connection.QueryAsync<(string Code, string Name)>(SelectPlaces, new { From = county.ToString(), To = county.Last })).ToDictionary(row => row.Code, row => row.Name, StringComparer.Ordinal);
        var rules = book.Rules.Where(rule => categories.ContainsKey(rule.CategoryId)).ToList();
        var gaps = AgencyCoverage.Gaps(county, places.Keys.Select(DistrictCode.Parse), categories.Keys, rules, today);
        return
        [
            .. gaps.Select(gap => GapOf(gap, categories[gap.CategoryId], NameOf(gap.District), today)),
            .. AgencyCoverage.Overlaps(rules, today).Select(overlap => OverlapOf(overlap, categories[overlap.Later.CategoryId], NameOf(overlap.Later.District), book)),
        ];

        string NameOf(DistrictCode district) => places.GetValueOrDefault(district.ToString(), district.Short);
    }

    private static Item GapOf(AgencyGap gap, string category, string district, DateOnly today) => new(
        AgencyGapKind.Gap, gap.CategoryId, category, gap.District.ToString(), district, gap.Whole, gap.From, gap.Until, [],
        RegisterTexts.Format(gap.Whole ? "gap.whole" : "gap.rest", district, category) + DaysOf(gap.From, gap.Until, today),
        NewRulePage(gap.District, gap.CategoryId) + (gap.From > today ? $"&valid_from={Columns.Text(gap.From)}" : "") + (gap.Until is { } last ? $"&valid_to={Columns.Text(last)}" : ""));

    private Item OverlapOf(AgencyOverlap overlap, string category, string district, AgencyBook book)
    {
        var (earlier, later) = (RefOf(overlap.Earlier, book), RefOf(overlap.Later, book));
        return new Item(
            AgencyGapKind.Overlap, overlap.Later.CategoryId, category, overlap.Later.District.ToString(), district, true, overlap.From, overlap.Until, [earlier, later],
            RegisterTexts.Format("gap.overlap", district, category, earlier.AgencyName, later.AgencyName) + DaysOf(overlap.From, overlap.Until, ChinaTime.Today(clock)),
            $"/admin/setup/agency-rules/{earlier.Id}");
    }

    /// <summary>The form of a new rule, filled in as far as is known.</summary>
    public static string NewRulePage(DistrictCode district, string category) => $"/admin/setup/agency-rules/new?district={district.Short}&category={Uri.EscapeDataString(category)}";

    private static RuleRef RefOf(AgencyRule rule, AgencyBook book) => new(
        AgencyRuleRegister.IdOf(rule.District.ToString(), rule.CategoryId, rule.ValidFrom), book.NameOf(rule.AgencyId), rule.ValidFrom, rule.ValidTo);

    private static string DaysOf(DateOnly from, DateOnly? until, DateOnly today) => (from > today, until) switch
    {
        (false, null) => "",
        (false, { } last) => RegisterTexts.Format("gap.until", Columns.Text(last)),
        (true, null) => RegisterTexts.Format("gap.from", Columns.Text(from)),
        (true, { } last) => RegisterTexts.Format("gap.between", Columns.Text(from), Columns.Text(last)),
    };

    private const string SelectCategories = "select id, name from categories where jurisdiction = @jurisdiction and active = 1 and stopper is null order by position, id";

    private const string SelectPlaces = "select code, name from districts where code between @From and @To and valid_to is null";
}
