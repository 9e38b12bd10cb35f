using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>
/// One walk along an index to the ids of cases, newest first. It ends when it has found a page: what a list costs does not grow with what it
/// could show.
/// </summary>
/// <param name="From">The table that is walked along, and the cases, as <c>k</c>.</param>
/// <param name="Id">The case's id in the index.</param>
internal sealed record IdWalk(string From, string Id, string Where)
{
    public static IdWalk OfCases(Dialect dialect, string index, string where) => new($"cases k {dialect.AlongIndex(index)}", "k.id", where);

    /// <param name="table">As <c>w</c>, with a case_id.</param>
    public static IdWalk Of(Dialect dialect, string table, string index, string where) =>
        new($"{table} w {dialect.AlongIndex(index)} {dialect.JoinInOrder} cases k on k.id = w.case_id", "w.case_id", where);

    public IdWalk And(IEnumerable<string> conditions) => this with { Where = string.Join(" and ", conditions.Prepend(Where)) };

    /// <summary>The ids of one page at @limit, from @after on: the newest of those that any of the walks finds.</summary>
    public static string Page(IReadOnlyList<IdWalk> walks, bool after) => walks is [var only]
        ? only.ToSql(after)
        : $"{string.Join(" union ", walks.Select((walk, i) => $"select id from ({walk.ToSql(after)}) w{i}"))} order by id desc limit @limit";

    private string ToSql(bool after) => $"select {Id} as id from {From} where {Where}{(after ? $" and {Id} < @after" : "")} order by {Id} desc limit @limit";
}
