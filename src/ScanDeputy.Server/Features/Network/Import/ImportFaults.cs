using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Import;

/// <param name="Line">As an editor counts; null when it concerns the whole file.</param>
/// <param name="Column">Null when it concerns the whole line.</param>
/// <param name="Text">What is wrong and what to do, in Chinese: those who prepare the files read it.</param>
public sealed record ImportFault(string File, int? Line, string? Column, string Text)
{
    public override string ToString() => $"{File}{(Line is { } line ? ImportTexts.Format("line", line) : "")}{(Column is null ? "" : ImportTexts.Format("column", Column))}：{Text}";
}

/// <summary>Everything that is wrong with a folder; nothing is written while there is one.</summary>
internal sealed class ImportFaults
{
    public List<ImportFault> All { get; } = [];

    /// <summary>Each file that was read, with its rows.</summary>
    public SortedDictionary<string, int> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that are nobody's data.</summary>
    public List<string> LeftOut { get; } = [];

    /// <summary>False while whole rows or files could not be read: what refers to them would look wrong as well.</summary>
    public bool AreOfFieldsOnly { get; private set; } = true;

    public void Add(string file, int? line, string? column, string text, params object?[] values)
    {
        All.Add(new ImportFault(file, line, column, ImportTexts.Format(text, values)));
        AreOfFieldsOnly &= line > 1;
    }

    public void AddWhole(string file, int line, string text, params object?[] values)
    {
        Add(file, line, null, text, values);
        AreOfFieldsOnly = false;
    }
}

internal static class ImportTexts
{
    private static readonly TextResource Texts = new(typeof(ImportFaults), "Import");

    public static string Format(string key, params object?[] values) => Texts.Format(key, values);
}
