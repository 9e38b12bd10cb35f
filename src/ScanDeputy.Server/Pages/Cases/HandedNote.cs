using System.Text.Json.Nodes;
using ScanDeputy.Server.Features.Cases.Reading;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>What somebody wrote for whoever has the case next: it stands where they read first.</summary>
public sealed record HandedNote(string What, string Who, DateTimeOffset At, string Text)
{
    private const int MostSupplements = 3;

    /// <summary>The facts that bring such words, and under which name.</summary>
    private static readonly (string Type, string Name)[] Known =
    [
        ("supplemented", "text"), ("assigned", "note"), ("handedOver", "note"), ("returnedToDeputy", "reason"), ("transferred", "note"), ("adopted", "note"), ("extensionDecided", "note"),
    ];

    /// <summary>The last of each kind, and the last supplements; newest first.</summary>
    public static IReadOnlyList<HandedNote> Of(IReadOnlyList<ListCaseEvents.EventView> events) =>
    [
        .. (from known in Known
            from entry in events.Where(entry => entry.Type == known.Type && TextOf(entry, known.Name) is { Length: > 0 }).TakeLast(known.Type == "supplemented" ? MostSupplements : 1)
            orderby entry.Sequence descending
            select new HandedNote(entry.Text, entry.Actor.Name, entry.At, TextOf(entry, known.Name)!)),
    ];

    private static string? TextOf(ListCaseEvents.EventView entry, string name) => entry.Data.TryGetPropertyValue(name, out var node) ? (node as JsonValue)?.ToString() : null;
}
