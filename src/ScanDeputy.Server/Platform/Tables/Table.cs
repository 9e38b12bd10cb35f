namespace ScanDeputy.Server.Platform.Tables;

/// <summary>A sheet as somebody made it: rows of texts, nothing interpreted.</summary>
/// <param name="Name">The file, or the sheet of a workbook.</param>
public sealed record Table(string Name, IReadOnlyList<TableRow> Rows);

/// <param name="Line">As the program in which the sheet was made counts it, from 1.</param>
public sealed record TableRow(int Line, IReadOnlyList<TableCell> Cells)
{
    public bool IsEmpty => Cells.All(cell => cell.Text.Length == 0 && cell.Doubt == TableDoubt.None);
}

/// <param name="Text">Without blanks around it.</param>
public readonly record struct TableCell(string Text, TableDoubt Doubt = TableDoubt.None);

/// <summary>Why the text of a cell is not what somebody wrote, or not what they see.</summary>
public enum TableDoubt
{
    None,

    /// <summary>A number with more digits than a spreadsheet keeps: the last ones are made up.</summary>
    Rounded,

    /// <summary>A formula that ended in an error.</summary>
    Failed,

    /// <summary>A cell that reaches over several columns.</summary>
    Merged,

    /// <summary>In a row or column that is hidden.</summary>
    Hidden,
}

/// <summary>A file that is no table.</summary>
/// <param name="fault">What is wrong with it, as a key of a text.</param>
/// <param name="line">Where, when it is at one place.</param>
public sealed class TableException(string fault, int? line = null) : Exception(fault)
{
    public string Fault => Message;

    public int? Line { get; } = line;
}
