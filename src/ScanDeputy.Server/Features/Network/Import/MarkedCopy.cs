using System.Globalization;
using ScanDeputy.Server.Platform.Tables;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>
/// The sheets that were handed in, with each fault in a column beside its cell, and a first sheet that lists all of them. Lines stay where they were.
/// The copy can be put right and handed in again: columns and the sheet of marks are passed over.
/// </summary>
public static class MarkedCopy
{
    /// <summary>Begins the title of a column of marks.</summary>
    public const char Mark = '※';

    public static byte[] Write(ImportFile file, IReadOnlyList<ImportFault> faults)
    {
        var sheets = ImportFiles.OfUpload(file, new ImportFaults()).Tables.Select(found => SheetOf(found.Sheet, found.Table, [.. faults.Where(fault => fault.File == found.Table.Name)]));
        return WorkbookFile.Write([List(faults), .. sheets]);
    }

    private static SheetToWrite List(IReadOnlyList<ImportFault> faults) => new(
        ImportTexts.Format("marks.sheet"), ImportTexts.Format("marks.header").Split('|'),
        faults.Select(fault => (IReadOnlyList<CellToWrite>)[fault.File, fault.Line?.ToString(CultureInfo.InvariantCulture), fault.Column, fault.Value, fault.Fault, fault.Remedy]));

    private static SheetToWrite SheetOf(SheetDefinition sheet, Table table, IReadOnlyList<ImportFault> faults)
    {
        var titles = table.Rows.FirstOrDefault(row => row.Cells.Any(cell => sheet.ColumnOf(cell.Text) is not null)) ?? table.Rows[0];
        var width = table.Rows.Max(row => row.Cells.Count);
        var rows = table.Rows.ToDictionary(row => row.Line);
        var places = faults.Select(fault => PlaceOf(fault, titles, width)).Distinct().ToHashSet();
        var byLine = faults.ToLookup(fault => fault.Line ?? titles.Line);
        return new SheetToWrite(sheet.Title, RowOf(1), Enumerable.Range(2, Math.Max(0, table.Rows[^1].Line - 1)).Select(line => Cells(line)));

        IReadOnlyList<string> RowOf(int line) => [.. Cells(line).Select(cell => cell.Text ?? "")];

        IReadOnlyList<CellToWrite> Cells(int line)
        {
            var row = rows.GetValueOrDefault(line);
            var cells = new List<CellToWrite>();
            for (var i = 0; i <= width; i++)
            {
                if (i < width)
                    cells.Add(row is not null && i < row.Cells.Count ? row.Cells[i].Text : null);
                if (places.Contains(i))
                    cells.Add(MarkOf(line, i));
            }

            return cells;
        }

        CellToWrite MarkOf(int line, int place)
        {
            var here = byLine[line].Where(fault => PlaceOf(fault, titles, width) == place).Select(fault => fault.Text).ToList();
            var title = line == titles.Line ? $"{Mark}{ImportTexts.Format("marks.column")}" : "";
            return here.Count == 0 ? new CellToWrite(title) : new CellToWrite($"{title}{string.Join(' ', here)}", Marked: true);
        }
    }

    /// <summary>Behind its column; what concerns the whole row at the end.</summary>
    private static int PlaceOf(ImportFault fault, TableRow titles, int width)
    {
        for (var i = 0; i < titles.Cells.Count; i++)
        {
            if (fault.Column is not null && titles.Cells[i].Text == fault.Column)
                return i;
        }

        return width;
    }
}
