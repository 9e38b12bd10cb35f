using System.Globalization;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace ScanDeputy.Server.Platform.Tables;

/// <summary>The sheets of a workbook (.xlsx).</summary>
public static class Workbook
{
    /// <summary>Digits that a spreadsheet keeps of a number.</summary>
    private const double FirstRounded = 1e15;

    /// <exception cref="TableException">No workbook (<c>not_workbook</c>), one of the older kind (<c>old_workbook</c>), or too large (<c>too_large</c>).</exception>
    public static IReadOnlyList<Table> Read(byte[] bytes)
    {
        if (bytes is [0xD0, 0xCF, 0x11, 0xE0, ..])
            throw new TableException("old_workbook");

        using var stream = new MemoryStream(bytes, writable: false);
        WorkbookGuard.Check(stream);
        try
        {
            // The reader's settings ask for a character set of Windows, though workbooks of this kind are all UTF-8.
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            var failed = FailedFormulas.Find(stream);
            stream.Position = 0;
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(stream, new ExcelReaderConfiguration { LeaveOpen = true });
            var tables = new List<Table>();
            do
                tables.Add(Sheet(reader, failed));
            while (reader.NextResult());
            return [.. tables.Where(table => table.Rows.Count > 0)];
        }
        catch (Exception exception) when (exception is ExcelReaderException or System.Xml.XmlException or InvalidDataException or NullReferenceException or KeyNotFoundException or FormatException or DocumentFormat.OpenXml.Packaging.OpenXmlPackageException or ArgumentException)
        {
            throw new TableException("not_workbook");
        }
    }

    private static Table Sheet(IExcelDataReader reader, IReadOnlySet<(string Sheet, string Cell)> failed)
    {
        var merged = (reader.MergeCells ?? []).ToDictionary(range => (range.FromRow, range.FromColumn));
        var hiddenSheet = reader.VisibleState != "visible";
        var rows = new List<TableRow>();
        // What a cell that reaches down several rows says, it says for each of them.
        var reaching = new Dictionary<int, (int ToRow, TableCell Cell)>();
        for (var row = 0; reader.Read(); row++)
        {
            var hidden = hiddenSheet || reader.RowHeight == 0;
            var cells = new TableCell[reader.FieldCount];
            for (var column = 0; column < cells.Length; column++)
            {
                var cell = failed.Count > 0 && failed.Contains((reader.Name, FailedFormulas.PlaceOf(row, column))) ? new TableCell("", TableDoubt.Failed) : CellOf(reader, column, hidden);
                if (merged.TryGetValue((row, column), out var range))
                {
                    cell = range.ToColumn > range.FromColumn && cell.Text.Length > 0 ? cell with { Doubt = TableDoubt.Merged } : cell;
                    if (range.ToRow > range.FromRow)
                        reaching[column] = (range.ToRow, cell);
                }
                else if (cell.Text.Length == 0 && reaching.TryGetValue(column, out var above) && row <= above.ToRow)
                {
                    cell = above.Cell;
                }

                cells[column] = cell;
            }

            if (new TableRow(row + 1, cells) is { IsEmpty: false } filled)
                rows.Add(filled);
        }

        return new Table(reader.Name, rows);
    }

    private static TableCell CellOf(IExcelDataReader reader, int column, bool hiddenRow)
    {
        var value = reader.GetValue(column);
        var cell = value switch
        {
            null => new TableCell(""),
            string text => CsvTable.CellOf(text),
            bool yes => new TableCell(yes ? "1" : "0"),
            DateTime day => new TableCell(day.ToString(day.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
            double number => new TableCell(Written(number), Math.Abs(number) >= FirstRounded ? TableDoubt.Rounded : TableDoubt.None),
            _ => new TableCell(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
        };
        return cell.Text.Length > 0 && cell.Doubt == TableDoubt.None && (hiddenRow || reader.GetColumnWidth(column) == 0) ? cell with { Doubt = TableDoubt.Hidden } : cell;
    }

    /// <summary>Without an exponent: a phone number is a number to a spreadsheet.</summary>
    private static string Written(double number) => number.ToString(
        Math.Abs(number) < FirstRounded && Math.Floor(number) == number ? "0" : "0.###############", CultureInfo.InvariantCulture);
}
