using System.Data.Common;
using Dapper;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Districts;

/// <summary>Districts by the beginning of their code, name or initials, the widest first (within a county by any part of them); or the children of one.</summary>
public static class FindDistricts
{
    private const int LongestWord = 100;

    // Sorts behind all that can follow.
    private const string LastCharacter = "\U0010ffff";

    public sealed record Query
    {
        /// <summary>The beginning of a code, a name or the initials of its pinyin.</summary>
        public string? Q { get; init; }

        /// <summary>Within which: a statistical code of 2, 4, 6, 9 or 12 digits. Without <see cref="Q"/>: whose children; provinces when left out.</summary>
        public string? Parent { get; init; }

        public string? Limit { get; init; }

        public string? After { get; init; }
    }

    /// <param name="Path">The names of what it lies in, the widest first.</param>
    /// <param name="Body">What represents its people; null for villages and communities.</param>
    public sealed record Item(string Code, string Name, DistrictLevel Level, string? Parent, IReadOnlyList<string> Path, DistrictBody? Body);

    public static void Map(RouteGroupBuilder api) => api.MapGet("/districts", async ([AsParameters] Query query, Handler handler, CancellationToken ct) =>
        (await handler.HandleAsync(query, ct)).ToHttp())
        .WithName("ListDistricts").Produces<Page<Item>>();

    public sealed class Handler(Database database)
    {
        public async Task<Result<Page<Item>>> HandleAsync(Query query, CancellationToken ct)
        {
            var page = PageRequest.Parse(query.Limit, query.After, after => DistrictCode.TryParse(after, out _));
            if (page.Refusal is { } refusal)
                return refusal;

            DistrictCode? within = null;
            if (!string.IsNullOrEmpty(query.Parent) && !DistrictCode.TryParse(query.Parent, out within))
                return Refusal.OfField("parent", ErrorTexts.Field("field_choice", "parent"));

            var word = SearchText.Fold(query.Q ?? "");
            if (word.Length > LongestWord)
                return Refusal.OfField("q", ErrorTexts.Field("field_too_long", "q", LongestWord));

            return await database.ReadAsync(
                async connection =>
                {
                    var rows = await RowsAsync(connection, word, within, page.Value);
                    var names = await AboveAsync(connection, rows);
                    return page.Value.Cut<Item>([.. rows.Select(row => row.ToItem(names))], item => item.Code) is var found && word.Length > 0 ? found with { Next = null } : found;
                },
                ct);
        }

        private static async Task<IReadOnlyList<Row>> RowsAsync(DbConnection connection, string word, DistrictCode? within, PageRequest page)
        {
            var (from, to) = (within?.ToString() ?? "", within?.Last ?? "999999999999");
            if (word.Length == 0)
            {
                var children = within is null || within == DistrictCode.Nation ? SelectProvinces : SelectChildren;
                return (await connection.QueryAsync<Row>(children, new { Parent = from, After = page.After ?? "", Limit = page.Limit + 1 })).AsList();
            }

            if (word.All(char.IsAsciiDigit))
            {
                var (least, most) = (word.PadRight(12, '0'), word.PadRight(12, '9'));
                return word.Length > 12
                    ? []
                    : (await connection.QueryAsync<Row>(SelectCodes, new { From = Max(least, from), To = Min(most, to), page.Limit })).AsList();
            }

            // A county's are few: words count wherever they stand.
            if (within is { Level: >= DistrictLevel.County })
                return (await connection.QueryAsync<Row>(SelectAnywhere, new { Words = SearchText.Pattern(word), From = from, To = to, page.Limit })).AsList();

            // Nobody writes an address in Latin letters; what is typed so are initials.
            var column = word.All(char.IsAsciiLetterOrDigit) ? "initials" : "search_text";
            return (await connection.QueryAsync<Row>(ByWord[column], new { Word = word, End = word + LastCharacter, From = from, To = to, page.Limit })).AsList();
        }

        private static string Max(string a, string b) => string.CompareOrdinal(a, b) > 0 ? a : b;

        private static string Min(string a, string b) => string.CompareOrdinal(a, b) < 0 ? a : b;

        private static async Task<IReadOnlyDictionary<string, string>> AboveAsync(DbConnection connection, IEnumerable<Row> rows)
        {
            var codes = rows.SelectMany(row => DistrictCode.Parse(row.Code).Ancestors()).Where(code => code.Level > DistrictLevel.Nation).Select(code => code.ToString()).Distinct(StringComparer.Ordinal).ToList();
            return codes.Count == 0
                ? new Dictionary<string, string>(StringComparer.Ordinal)
                : (await connection.QueryAsync<(string Code, string Name)>("select code, name from districts where code in @codes", new { codes })).ToDictionary(row => row.Code, row => row.Name, StringComparer.Ordinal);
        }
    }

    private const string Select = "select code, name, level, parent, body from districts";

    private const string SelectProvinces = $"{Select} where parent is null and valid_to is null and code > @After order by code limit @Limit";

    private const string SelectChildren = $"{Select} where parent = @Parent and valid_to is null and code > @After order by code limit @Limit";

    private const string SelectCodes = $"{Select} where code between @From and @To and valid_to is null order by code limit @Limit";

    private const string SelectAnywhere = $"""
        {Select} where code between @From and @To and valid_to is null and (search_text like @Words escape '!' or initials like @Words escape '!') order by code limit @Limit
        """;

    private static readonly IReadOnlyDictionary<string, string> ByWord = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["initials"] = SelectByWord("initials"),
        ["search_text"] = SelectByWord("search_text"),
    };

    /// <summary>One walk along an index for each level, the widest first; each ends with as many as are asked for.</summary>
    private static string SelectByWord(string column) => "select code, name, level, parent, body from (" + string.Join("\nunion all\n", Enum.GetValues<DistrictLevel>().Where(level => level > DistrictLevel.Nation).Select(level => $"""
        select * from (
          select code, name, level, parent, body, {(int)level} as width, {column} as word from districts
          where level = '{level}' and {column} >= @Word and {column} < @End and code between @From and @To and valid_to is null
          order by {column}, code limit @Limit) as level{(int)level}
        """)) + ") as found order by width, word, code limit @Limit";

    private sealed record Row
    {
        public string Code { get; init; } = "";

        public string Name { get; init; } = "";

        public string Level { get; init; } = "";

        public string? Parent { get; init; }

        public string? Body { get; init; }

        public Item ToItem(IReadOnlyDictionary<string, string> names)
        {
            var code = DistrictCode.Parse(Code);
            return new Item(
                Code, Name, Enum.Parse<DistrictLevel>(Level), Parent, [.. code.Ancestors().Reverse().Select(above => names.GetValueOrDefault(above.ToString())).OfType<string>()],
                DistrictBodies.Of(code, Name, Body is null ? null : Enum.Parse<DistrictBody>(Body)));
        }
    }
}
