using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Import;

/// <param name="Line">As an editor or a spreadsheet counts; null when it concerns the whole file.</param>
/// <param name="Column">As the file calls it; null when it concerns the whole line.</param>
/// <param name="Value">What stands there; null when it concerns more than a cell.</param>
/// <param name="Fault">What is wrong, in Chinese: those who prepare the files read it.</param>
/// <param name="Remedy">What to do.</param>
public sealed record ImportFault(string File, int? Line, string? Column, string? Value, string Fault, string Remedy)
{
    public string Text => Fault + Remedy;

    public override string ToString() => $"{File}{(Line is { } line ? ImportTexts.Format("line", line) : "")}{(Column is null ? "" : ImportTexts.Format("column", Column))}：{Text}";
}

/// <summary>Everything that is wrong with what was handed in; nothing is written while there is one.</summary>
internal sealed class ImportFaults
{
    private readonly HashSet<(string File, int Line, string Column)> _cells = [];

    public List<ImportFault> All { get; } = [];

    /// <summary>Each file or sheet that was read, with its rows.</summary>
    public SortedDictionary<string, int> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that are nobody's data.</summary>
    public List<string> LeftOut { get; } = [];

    /// <summary>False while whole rows or files could not be read: what refers to them would look wrong as well.</summary>
    public bool AreOfFieldsOnly { get; private set; } = true;

    /// <summary>Of one cell: the first that is found, since what follows from it would only hide it.</summary>
    public void Add(string file, int line, string column, string? value, string text, params object?[] values)
    {
        if (_cells.Add((file, line, column)))
            All.Add(new ImportFault(file, line, column, value, ImportTexts.Format(text, values), ImportTexts.Format($"{text}.remedy", values)));
    }

    /// <summary>Before the same look is taken again.</summary>
    public void Clear()
    {
        All.Clear();
        _cells.Clear();
    }

    /// <summary>Of a row or a header that cannot be read.</summary>
    public void AddWhole(string file, int? line, string text, string? column, params object?[] values)
    {
        All.Add(new ImportFault(file, line, column, null, ImportTexts.Format(text, values), ImportTexts.Format($"{text}.remedy", values)));
        AreOfFieldsOnly = false;
    }

    /// <summary>For who has typed a row: each fault at its field.</summary>
    /// <param name="fieldOf">From a fault's column to the field; null for one of the whole row.</param>
    public Refusal ToRefusal(Func<string?, string> fieldOf) => new(ErrorCodes.Invalid)
    {
        Fields = All.GroupBy(fault => fieldOf(fault.Column), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, IReadOnlyList<string> (group) => [.. group.Select(fault => fault.Text)], StringComparer.Ordinal),
    };

    public void AddFile(string file, string text, int? line = null, params object?[] values) => AddWhole(file, line, text, null, values);
}

internal static class ImportTexts
{
    private static readonly TextResource Texts = new(typeof(ImportFaults), "Import");

    public static string Format(string key, params object?[] values) => Texts.Format(key, values);
}
