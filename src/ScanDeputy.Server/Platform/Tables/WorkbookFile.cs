using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Tables;

/// <summary>
/// Writes a workbook in which every cell is a text, also the empty ones of its columns: what looks like a number (a phone, a code) is not made one, and
/// what looks like a formula is not run.
/// </summary>
public static class WorkbookFile
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    // The places in the list of cell formats below.
    private const uint Plain = 1;
    private const uint Heading = 2;
    private const uint Marked = 3;

    public static byte[] Write(params IEnumerable<SheetToWrite> sheets)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            var list = new Sheets();
            uint number = 0;
            foreach (var sheet in sheets)
            {
                var part = book.AddNewPart<WorksheetPart>();
                Write(part, sheet);
                list.Append(new Sheet { Id = book.GetIdOfPart(part), SheetId = ++number, Name = sheet.Name });
            }

            book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(list);
        }

        return stream.ToArray();
    }

    private static void Write(WorksheetPart part, SheetToWrite sheet)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetViews(new SheetView(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
        writer.WriteElement(new Columns(sheet.Header.Select((title, i) =>
            new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = Math.Clamp(title.Length * 2.5, 12, 40), CustomWidth = true, Style = Plain })));
        writer.WriteStartElement(new SheetData());
        WriteRow(writer, sheet.Header.Select(title => ((string?)title, Heading)));
        foreach (var row in sheet.Rows)
            WriteRow(writer, row.Select(cell => (cell.Text, cell.Marked ? Marked : Plain)));
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteRow(OpenXmlWriter writer, IEnumerable<(string? Text, uint Style)> cells)
    {
        writer.WriteStartElement(new Row());
        foreach (var (text, style) in cells)
        {
            writer.WriteElement(string.IsNullOrEmpty(text)
                ? new Cell { StyleIndex = style }
                : new Cell(new InlineString(new Text(WrittenText.Carry(text)) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString, StyleIndex = style });
        }

        writer.WriteEndElement();
    }

    private static Stylesheet Styles()
    {
        const uint text = 49;
        return new Stylesheet(
            new Fonts(new Font(), new Font(new Bold()), new Font(new Bold(), new Color { Rgb = "FFB00020" })),
            new Fills(
                new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
                new Fill(new PatternFill(new ForegroundColor { Rgb = "FFFDE7E9" }) { PatternType = PatternValues.Solid })),
            new Borders(new Border()),
            new CellStyleFormats(new CellFormat()),
            new CellFormats(
                new CellFormat(),
                new CellFormat { NumberFormatId = text, ApplyNumberFormat = true },
                new CellFormat { NumberFormatId = text, ApplyNumberFormat = true, FontId = 1, ApplyFont = true },
                new CellFormat { NumberFormatId = text, ApplyNumberFormat = true, FontId = 2, ApplyFont = true, FillId = 2, ApplyFill = true }));
    }
}
