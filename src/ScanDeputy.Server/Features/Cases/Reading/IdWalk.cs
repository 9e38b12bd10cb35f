using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Cases.Reading;

/// <summary>The order of a list, and where a page of it ends.</summary>
public enum CaseOrder
{
    Newest,

    /// <summary>By the date until which a case waits for me, those without one at the end. Only of what waits.</summary>
    Urgent,
}

/// <summary>
/// One walk along an index to the ids of cases, in the list's order. It ends when it has found a page: what a list costs does not grow with what it
/// could show.
/// </summary>
/// <param name="From">The table that is walked along, and the cases, as <c>k</c>.</param>
/// <param name="Id">The case's id in the index.</param>
internal sealed record IdWalk(string From, string Id, string Where)
{
    /// <summary>What the list is ordered by, if not by the id.</summary>
    public string? Place { get; private init; }

    public static IdWalk OfCases(Dialect dialect, string index, string where) => new($"cases k {dialect.AlongIndex(index)}", "k.id", where);

    /// <param name="table">As <c>w</c>, with a case_id.</param>
    public static IdWalk Of(Dialect dialect, string table, string index, string where) =>
        new($"{table} w {dialect.AlongIndex(index)} {dialect.JoinInOrder} cases k on k.id = w.case_id", "w.case_id", where);

    /// <summary>Of what waits, as <c>w</c>, without the cases.</summary>
    public static IdWalk OfWaits(Dialect dialect, CaseOrder order, string where, string? index) =>
        new($"case_waits w {dialect.AlongIndex(index ?? IndexOf(order))}", "w.case_id", where) { Place = PlaceOf(order) };

    /// <summary>Of what waits, as <c>w</c>, and the cases.</summary>
    public static IdWalk OfWaitingCases(Dialect dialect, CaseOrder order, string where, string? index) =>
        Of(dialect, "case_waits", index ?? IndexOf(order), where) with { Place = PlaceOf(order) };

    public IdWalk And(IEnumerable<string> conditions) => this with { Where = string.Join(" and ", conditions.Prepend(Where)) };

    /// <summary>Id and place of one page at @limit, from @after on: the first of those that any of the walks finds.</summary>
    public static string Page(IReadOnlyList<IdWalk> walks, bool after, CaseOrder order) => walks is [var only]
        ? only.ToSql(after)
        : $"{string.Join(" union ", walks.Select((walk, i) => $"select id, place from ({walk.ToSql(after)}) w{i}"))} order by place {DirectionOf(order)} limit @limit";

    public static string DirectionOf(CaseOrder order) => order == CaseOrder.Urgent ? "asc" : "desc";

    private static string IndexOf(CaseOrder order) => order == CaseOrder.Urgent ? "case_waits_urgent" : "case_waits_newest";

    private static string? PlaceOf(CaseOrder order) => order == CaseOrder.Urgent ? "w.place" : null;

    private string ToSql(bool after)
    {
        var by = Place ?? Id;
        var (beyond, direction) = Place is null ? ("<", "desc") : (">", "asc");
        return $"select {Id} as id, {by} as place from {From} where {Where}{(after ? $" and {by} {beyond} @after" : "")} order by {by} {direction} limit @limit";
    }
}
