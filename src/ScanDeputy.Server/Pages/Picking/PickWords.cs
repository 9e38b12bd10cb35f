namespace ScanDeputy.Server.Pages.Picking;

/// <summary>A person, station or office in a list to choose from.</summary>
/// <param name="Beside">Station, unit or place, said with every name; null where there is none.</param>
/// <param name="Apart">Said as well where two would read the same.</param>
public sealed record Pickable(string Id, string Name, string? Beside, string? Apart);

/// <summary>How those are called in a list, so that nobody is taken for another of the same name.</summary>
public static class PickWords
{
    /// <summary>In the order given.</summary>
    public static IReadOnlyList<(string Code, string Word)> Of(IEnumerable<Pickable> all)
    {
        var words = all.Select(one => (one.Id, Word: Word(one.Name, one.Beside), Longer: Word(one.Name, one.Beside, one.Apart))).ToList();
        var same = words.GroupBy(one => one.Word, StringComparer.Ordinal).Where(group => group.Skip(1).Any()).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        return [.. words.Select(one => (one.Id, same.Contains(one.Word) ? one.Longer : one.Word))];
    }

    private static string Word(string name, params string?[] beside)
    {
        var said = string.Join("，", beside.Where(one => !string.IsNullOrEmpty(one)).Distinct(StringComparer.Ordinal));
        return said.Length == 0 ? name : $"{name}（{said}）";
    }
}
