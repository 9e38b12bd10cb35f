using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>Writes districts that a file or a page says. One that is no longer in force keeps its row, since cases and stations refer to it.</summary>
/// <param name="scope">The transaction.</param>
/// <param name="upsert">Writes what differs.</param>
/// <param name="today">The first day on which a district that is closed now is out of force.</param>
internal sealed class DistrictWriter(WriteScope scope, Upsert upsert, DateOnly today)
{
    public async Task WriteAsync(IReadOnlyList<MasterData.DistrictLine> lines)
    {
        // All lines of a file have the same columns.
        var closed = lines.Where(line => line.Row.Has("active") && !line.Active).Select(line => line.Code).ToList();
        var ends = closed.Count == 0
            ? []
            : (await scope.ListAsync<(string Code, string? ValidTo)>("select code, valid_to from districts where code in @closed and valid_to is not null", new { closed }))
                .ToDictionary(row => row.Code, row => row.ValidTo, StringComparer.Ordinal);
        await upsert.RunAsync("districts", 1, lines.OrderBy(line => line.Code, StringComparer.Ordinal).Select(line => ColumnsOf(line, ends)));
    }

    private (string Column, object? Value)[] ColumnsOf(MasterData.DistrictLine line, Dictionary<string, string?> ends)
    {
        var code = DistrictCode.Parse(line.Code);
        List<(string, object?)> columns =
        [
            ("code", line.Code), ("name", line.Name), ("level", code.Level), ("parent", ParentOf(code)), ("search_text", Searched(line.Name)), ("initials", Initials(line.Name)),
        ];
        // A file without a column leaves what it would say as it is.
        if (line.Row.Has("body"))
            columns.Add(("body", line.Body));
        if (line.Row.Has("successor"))
            columns.Add(("successor", line.Successor));
        if (line.Row.Has("active"))
            columns.Add(("valid_to", line.Active ? null : ends.GetValueOrDefault(line.Code) ?? Columns.Text(today)));
        return [.. columns];
    }

    // A character may stand for several.
    private const int LongestSearched = 300;

    public static string Searched(string name) => Cut(SearchText.Of(name));

    public static string Initials(string name) => Cut(PinyinInitials.Of(name));

    private static string Cut(string text) => text.Length <= LongestSearched ? text : text[..LongestSearched];

    /// <summary>A province is the top of what is stored.</summary>
    public static string? ParentOf(DistrictCode code) => code.Level <= DistrictLevel.Province ? null : code.Parent!.ToString();
}
