using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Documents;

/// <summary>A paper as a file for a word processor, on A4. Pictures are not in it: what has them is an archive with pages.</summary>
public static class PrintWord
{
    // Half points, twips and fiftieths of a percent, as the format counts.
    private const string TitleSize = "40";
    private const string HeadingSize = "30";
    private const string TextSize = "28";
    private const string FullWidth = "5000";
    private const string LabelWidth = "1300";

    public static byte[] Render(PrintDocument document)
    {
        using var stream = new MemoryStream();
        using (var word = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var body = new Body();
            if (document.Number is { } number)
                body.Append(Line(number, TextSize, JustificationValues.Right));
            body.Append(Line(document.Title, TitleSize, JustificationValues.Center, bold: true));
            foreach (var block in document.Blocks)
                body.Append(Elements(block));
            body.Append(new SectionProperties(
                new PageSize { Width = 11906U, Height = 16838U },
                new PageMargin { Top = 1304, Bottom = 1304, Left = 1134U, Right = 1134U, Header = 720U, Footer = 720U, Gutter = 0U }));
            word.AddMainDocumentPart().Document = new Document(body);
        }

        return stream.ToArray();
    }

    private static IEnumerable<OpenXmlElement> Elements(PrintBlock block) => block switch
    {
        PrintHeading heading => [Line(heading.Text, HeadingSize, JustificationValues.Left, bold: true)],
        PrintText text => [Line(text.Text, TextSize, JustificationValues.Left)],
        PrintForm form => [Grid([.. form.Lines.Select(line => Row(Cell(line.Label, LabelWidth), Cell(line.Value, null)))]), new Paragraph()],
        PrintTable table => [Grid([Row([.. table.Heads.Select(head => Cell(head, null))]), .. table.Rows.Select(row => Row([.. row.Select(cell => Cell(cell, null))]))]), new Paragraph()],
        PrintSignature signature =>
            [new Paragraph(), Line(signature.Who, TextSize, JustificationValues.Right), Line(signature.Day, TextSize, JustificationValues.Right)],
        _ => [],
    };

    private static Paragraph Line(string text, string size, JustificationValues side, bool bold = false)
    {
        var style = new RunProperties(new RunFonts { Ascii = "SimSun", HighAnsi = "SimSun", EastAsia = "SimSun" });
        if (bold)
            style.Append(new Bold());
        style.Append(new FontSize { Val = size });
        var run = new Run(style);
        foreach (var (part, i) in WrittenText.Isolate(WrittenText.Carry(text)).Split('\n').Select((part, i) => (part, i)))
        {
            if (i > 0)
                run.Append(new Break());
            run.Append(new Text(part) { Space = SpaceProcessingModeValues.Preserve });
        }

        return new Paragraph(new ParagraphProperties(new Justification { Val = side }), run);
    }

    private static Table Grid(IReadOnlyList<TableRow> rows)
    {
        var columns = rows.Count == 0 ? 0 : rows[0].Elements<TableCell>().Count();
        var table = new Table(
            new TableProperties(
                new TableWidth { Width = FullWidth, Type = TableWidthUnitValues.Pct },
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single }, new LeftBorder { Val = BorderValues.Single }, new BottomBorder { Val = BorderValues.Single },
                    new RightBorder { Val = BorderValues.Single }, new InsideHorizontalBorder { Val = BorderValues.Single }, new InsideVerticalBorder { Val = BorderValues.Single })),
            new TableGrid(Enumerable.Range(0, columns).Select(_ => new GridColumn())));
        table.Append(rows);
        return table;
    }

    private static TableRow Row(params TableCell[] cells) => new(cells);

    private static TableCell Cell(string text, string? width)
    {
        var cell = new TableCell();
        if (width is not null)
            cell.Append(new TableCellProperties(new TableCellWidth { Width = width, Type = TableWidthUnitValues.Pct }));
        cell.Append(Line(text, TextSize, JustificationValues.Left));
        return cell;
    }
}
