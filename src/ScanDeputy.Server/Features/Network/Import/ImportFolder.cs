namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>What lies in the folder. A file under another name than it should have would be passed over in silence, so each is named: read, a fault, or the system's own.</summary>
internal static class ImportFolder
{
    // What desktops leave behind in any folder, and editors beside an open file.
    private static readonly string[] OfTheSystem = [".DS_Store", "Thumbs.db", "desktop.ini"];

    /// <returns>The names of files that are nobody's data.</returns>
    public static IReadOnlyList<string> Check(string folder, IReadOnlyList<string> known, ImportFaults faults)
    {
        var leftOut = new List<string>();
        foreach (var name in Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal))
        {
            if (OfTheSystem.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("~$", StringComparison.Ordinal))
                leftOut.Add(name);
            else if (!known.Contains(name, StringComparer.Ordinal))
                Name(name, Meant(name, known), known, faults);
        }

        return leftOut;
    }

    private static void Name(string name, string? meant, IReadOnlyList<string> known, ImportFaults faults) =>
        faults.Add(name, null, null, meant is null ? "file_unknown" : "file_misnamed", meant ?? string.Join("、", known));

    /// <summary>The file that a copy, a spreadsheet or another spelling of its name was made from; null when there is none.</summary>
    private static string? Meant(string name, IReadOnlyList<string> known)
    {
        var letters = Letters(Path.GetFileNameWithoutExtension(name));
        return known.Where(file => letters.Contains(Letters(Path.GetFileNameWithoutExtension(file)), StringComparison.Ordinal)).MaxBy(file => file.Length);
    }

    private static string Letters(string name) => string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();
}
