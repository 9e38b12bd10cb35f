namespace ScanDeputy.Server.Platform.Tables;

/// <summary>A sheet to be written.</summary>
public sealed record SheetToWrite(string Name, IReadOnlyList<string> Header, IEnumerable<IReadOnlyList<CellToWrite>> Rows);

public readonly record struct CellToWrite(string? Text, bool Marked = false)
{
    public static implicit operator CellToWrite(string? text) => new(text);

    public static CellToWrite FromString(string? text) => new(text);
}
