using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Districts;

public enum DistrictChangeKind
{
    /// <summary>Another code for what is there: it lies elsewhere now.</summary>
    Moved,

    /// <summary>It became part of another one that was there before.</summary>
    Merged,
    Closed,
    Renamed,
    Reopened,
    Added,

    /// <summary>Only its body or its successor is another one.</summary>
    Restated,
}

/// <param name="OldName">Of one that was renamed.</param>
/// <param name="Successor">Of one that was moved or merged: where to.</param>
public sealed record DistrictChange(DistrictChangeKind Kind, string Code, string Name, string? OldName, string? Successor);

/// <summary>What a list of districts says against what is stored.</summary>
public static class DistrictChanges
{
    public sealed record Stored
    {
        public string Code { get; init; } = "";

        public string Name { get; init; } = "";

        public string? Body { get; init; }

        public string? Successor { get; init; }

        public string? ValidTo { get; init; }

        public bool Open => ValidTo is null;
    }

    /// <param name="Active">Null when the list does not say.</param>
    /// <param name="SaysBody">Whether the list has a column for it; the same for the successor.</param>
    public sealed record Listed(string Code, string Name, DistrictBody? Body, string? Successor, bool? Active, bool SaysBody, bool SaysSuccessor);

    /// <param name="complete">
    /// The list has all children of each district of which it has any: what is missing there is no longer in force, and what appeared elsewhere under the
    /// same name is what went missing.
    /// </param>
    public static IReadOnlyList<DistrictChange> Of(IReadOnlyDictionary<string, Stored> stored, IReadOnlyList<Listed> listed, bool complete)
    {
        var changes = new List<DistrictChange>();
        foreach (var line in listed)
            changes.AddRange(OfLine(stored.GetValueOrDefault(line.Code), line, complete));
        if (complete)
        {
            var gone = Missing(stored, listed);
            var successors = Successors(gone, stored, [.. changes.Where(change => change.Kind is DistrictChangeKind.Added or DistrictChangeKind.Reopened)]);
            changes.AddRange(gone.Select(row => new DistrictChange(KindOf(successors.GetValueOrDefault(row.Code)?.Code, stored), row.Code, row.Name, null, successors.GetValueOrDefault(row.Code)?.Code)));
        }

        return changes;
    }

    private static IEnumerable<DistrictChange> OfLine(Stored? row, Listed line, bool complete)
    {
        if (row is null)
        {
            yield return new DistrictChange(DistrictChangeKind.Added, line.Code, line.Name, null, line.Successor);
            yield break;
        }

        if (row.Name != line.Name)
            yield return new DistrictChange(DistrictChangeKind.Renamed, line.Code, line.Name, row.Name, null);
        var successor = line.SaysSuccessor ? line.Successor : row.Successor;
        // A complete list without the column has only what is in force.
        if ((line.Active ?? (complete || row.Open)) is var open && open != row.Open)
            yield return new DistrictChange(open ? DistrictChangeKind.Reopened : successor is null ? DistrictChangeKind.Closed : DistrictChangeKind.Merged, line.Code, line.Name, null, open ? null : successor);
        else if ((line.SaysBody && line.Body?.ToString() != row.Body) || successor != row.Successor)
            yield return new DistrictChange(DistrictChangeKind.Restated, line.Code, line.Name, null, successor);
    }

    /// <summary>The children that a list would have, and those of what is missing itself.</summary>
    private static List<Stored> Missing(IReadOnlyDictionary<string, Stored> stored, IReadOnlyList<Listed> listed)
    {
        var has = listed.Select(line => line.Code).ToHashSet(StringComparer.Ordinal);
        var root = RootOf(listed);
        var whole = listed.Select(line => DistrictCode.Parse(line.Code).Parent!).Where(parent => parent.IsWithin(root)).Select(parent => parent.ToString()).ToHashSet(StringComparer.Ordinal);
        var gone = new List<Stored>();
        // Parents stand before their children.
        foreach (var row in stored.Values.OrderBy(row => row.Code, StringComparer.Ordinal))
        {
            if (has.Contains(row.Code) || !whole.Contains(DistrictCode.Parse(row.Code).Parent!.ToString()))
                continue;

            whole.Add(row.Code);
            if (row.Open)
                gone.Add(row);
        }

        return gone;
    }

    /// <summary>What the list is about: a county's names its city and its province as well, without their other children.</summary>
    private static DistrictCode RootOf(IReadOnlyList<Listed> listed)
    {
        var root = DistrictCode.Nation;
        foreach (var code in listed.Select(line => DistrictCode.Parse(line.Code)).OrderByDescending(code => code.Level))
        {
            if (root == DistrictCode.Nation && code.Level > DistrictLevel.Nation)
                root = code;
            while (!code.IsWithin(root) && !root.IsWithin(code))
                root = root.Parent!;
            if (root == DistrictCode.Nation)
                break;
        }

        return root;
    }

    /// <summary>What each became: one that appeared under its name, beneath what its parent became or elsewhere in its county; or, of a town, where its villages went.</summary>
    private static Dictionary<string, DistrictChange> Successors(IReadOnlyList<Stored> gone, IReadOnlyDictionary<string, Stored> stored, IReadOnlyList<DistrictChange> appeared)
    {
        var found = new Dictionary<string, DistrictChange>(StringComparer.Ordinal);
        var near = appeared.ToLookup(change => (Upper(change.Code), SearchText.Fold(change.Name)));
        var beneath = appeared.ToLookup(change => (DistrictCode.Parse(change.Code).Parent!.ToString(), SearchText.Fold(change.Name)));
        var alike = gone.CountBy(row => (Upper(row.Code), SearchText.Fold(row.Name))).ToDictionary();
        foreach (var row in gone)
        {
            var (parent, name) = (DistrictCode.Parse(row.Code).Parent!.ToString(), SearchText.Fold(row.Name));
            var candidates = found.TryGetValue(parent, out var moved) && beneath[(moved.Code, name)].Any() ? beneath[(moved.Code, name)] : alike[(Upper(row.Code), name)] == 1 ? near[(Upper(row.Code), name)] : [];
            if (candidates.ToList() is [var only] && DistrictCode.Parse(only.Code).Level == DistrictCode.Parse(row.Code).Level)
                found[row.Code] = only;
        }

        var families = gone.ToLookup(child => DistrictCode.Parse(child.Code).Parent!.ToString(), StringComparer.Ordinal);
        foreach (var row in gone.Where(row => !found.ContainsKey(row.Code)))
        {
            var children = families[row.Code].Select(child => found.GetValueOrDefault(child.Code)).ToList();
            var heirs = children.OfType<DistrictChange>().Select(child => DistrictCode.Parse(child.Code).Parent!.ToString()).Distinct(StringComparer.Ordinal).ToList();
            if (heirs is [var heir] && !children.Contains(null))
                found[row.Code] = new DistrictChange(DistrictChangeKind.Added, heir, stored.GetValueOrDefault(heir)?.Name ?? heir, null, null);
        }

        return found;
    }

    private static DistrictChangeKind KindOf(string? successor, IReadOnlyDictionary<string, Stored> stored) =>
        successor is null ? DistrictChangeKind.Closed : stored.TryGetValue(successor, out var there) && there.Open ? DistrictChangeKind.Merged : DistrictChangeKind.Moved;

    /// <summary>Within which names are compared: the county of a town or village, the city of a county.</summary>
    private static string Upper(string code) => DistrictCode.Parse(code).Level switch
    {
        DistrictLevel.Village or DistrictLevel.Town => $"{DistrictCode.Parse(code).Level}{code[..6]}",
        var level => $"{level}{code[..2]}",
    };
}
