using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Documents;

/// <summary>A paper as a file for a word processor, on A4. Pictures are not in it: what has them is an archive with pages.</summary>
public static class PrintWord
{
    // Half points and twips, as the format counts.
    private const string TitleSize = "40";
    private const string HeadingSize = "30";
    private const string TextSize = "28";
    private const int PageWidth = 11906;
    private const int SideMargin = 1134;
    private const int TextWidth = PageWidth - (2 * SideMargin);
    private const int LabelWidth = TextWidth * 26 / 100;

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
                new PageSize { Width = PageWidth, Height = 16838U },
                new PageMargin { Top = 1304, Bottom = 1304, Left = SideMargin, Right = SideMargin, Header = 720U, Footer = 720U, Gutter = 0U }));
            word.AddMainDocumentPart().Document = new Document(body);
        }

        return stream.ToArray();
    }

    private static IEnumerable<OpenXmlElement> Elements(PrintBlock block) => block switch
    {
        PrintHeading heading => [Line(heading.Text, HeadingSize, JustificationValues.Left, bold: true)],
        PrintText text => [Line(text.Text, TextSize, JustificationValues.Left)],
        PrintForm form => [Grid([LabelWidth, TextWidth - LabelWidth], form.Lines.Select(line => (IReadOnlyList<string>)[line.Label, line.Value])), new Paragraph()],
        PrintTable table => [Grid(WidthsOf(table), table.Rows.Prepend(table.Heads)), new Paragraph()],
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

    /// <summary>By the longest text of each column, so that none is left without room; together the width of the text.</summary>
    private static IReadOnlyList<int> WidthsOf(PrintTable table)
    {
        const int Shortest = 4, Longest = 24;
        var weights = table.Heads.Select((head, i) => table.Rows.Select(row => row[i].Length).Append(head.Length).Max()).Select(length => Math.Clamp(length, Shortest, Longest)).ToList();
        var widths = weights.Select(weight => TextWidth * weight / weights.Sum()).ToList();
        if (widths.Count > 0)
            widths[^1] += TextWidth - widths.Sum();
        return widths;
    }

    /// <summary>Each width stands in the grid and in each cell: some programs read the one, some the other, and without them a column may have no width at all.</summary>
    private static Table Grid(IReadOnlyList<int> widths, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table(
            new TableProperties(
                new TableWidth { Width = Twips(TextWidth), Type = TableWidthUnitValues.Dxa },
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single }, new LeftBorder { Val = BorderValues.Single }, new BottomBorder { Val = BorderValues.Single },
                    new RightBorder { Val = BorderValues.Single }, new InsideHorizontalBorder { Val = BorderValues.Single }, new InsideVerticalBorder { Val = BorderValues.Single }),
                new TableLayout { Type = TableLayoutValues.Fixed }),
            new TableGrid(widths.Select(width => new GridColumn { Width = Twips(width) })));
        table.Append(rows.Select(row => new TableRow(row.Zip(widths, Cell))));
        return table;
    }

    private static TableCell Cell(string text, int width) => new(
        new TableCellProperties(new TableCellWidth { Width = Twips(width), Type = TableWidthUnitValues.Dxa }), Line(text, TextSize, JustificationValues.Left));

    private static string Twips(int twips) => twips.ToString(CultureInfo.InvariantCulture);
}
