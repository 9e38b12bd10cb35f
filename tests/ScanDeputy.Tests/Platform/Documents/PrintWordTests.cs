using System.IO.Compression;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using ScanDeputy.Server.Platform.Documents;
using ScanDeputy.Tests.Infra;
using Xunit;

namespace ScanDeputy.Tests.Platform.Documents;

/// <summary>Issue I, 25: tables have their widths, so that no program shows an empty column.</summary>
public sealed class PrintWordTests
{
    private const int TextWidth = 9638;

    private static readonly PrintDocument Document = new("表", "1号", [
        new PrintForm([new PrintLine("单位", "住建局"), new PrintLine("办理情况", new string('长', 300)), new PrintLine("签字", "")]),
        new PrintTable(["序号", "日期", "经过"], [["1", "2026年5月15日", new string('事', 100)], ["2", "", ""]]),
        new PrintTable(["序号", "无"], []),
    ]);

    [Fact]
    public void Each_column_has_its_width_in_the_grid_and_in_every_cell()
    {
        using var word = WordprocessingDocument.Open(new MemoryStream(PrintWord.Render(Document)), isEditable: false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2013).Validate(word, TestContext.Current.CancellationToken).Select(fault => fault.Description));
        var tables = word.MainDocumentPart!.Document!.Descendants<Table>().ToList();
        Assert.Equal(3, tables.Count);
        foreach (var table in tables)
        {
            var grid = table.GetFirstChild<TableGrid>()!.Elements<GridColumn>().Select(column => int.Parse(column.Width!.Value!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(TextWidth, grid.Sum());
            Assert.All(grid, width => Assert.InRange(width, 500, TextWidth));
            foreach (var row in table.Elements<TableRow>())
            {
                Assert.Equal(
                    grid, row.Elements<TableCell>().Select(cell => int.Parse(cell.TableCellProperties!.TableCellWidth!.Width!.Value!, System.Globalization.CultureInfo.InvariantCulture)));
            }
        }
    }

    [Fact]
    public async Task Another_program_opens_it_and_gives_every_column_room()
    {
        var soffice = Tool.Need("soffice");
        var folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;
        try
        {
            var file = Path.Combine(folder, "paper.docx");
            await File.WriteAllBytesAsync(file, PrintWord.Render(Document), TestContext.Current.CancellationToken);
            foreach (var format in (string[])["odt", "pdf"])
            {
                (await Tool.RunAsync(soffice, [$"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", format, "--outdir", folder, file])).ExpectDone();
            }

            Assert.True(new FileInfo(Path.Combine(folder, "paper.pdf")).Length > 1000);
            using var odt = ZipFile.OpenRead(Path.Combine(folder, "paper.odt"));
            await using var content = odt.GetEntry("content.xml")!.Open();
            var xml = await XDocument.LoadAsync(content, LoadOptions.None, TestContext.Current.CancellationToken);
            XNamespace style = "urn:oasis:names:tc:opendocument:xmlns:style:1.0";
            var widths = xml.Descendants(style + "table-column-properties").Select(column => (string)column.Attribute(style + "column-width")!).ToList();
            Assert.Equal(7, widths.Count);
            Assert.All(widths, width => Assert.True(double.Parse(width.Replace("in", "", StringComparison.Ordinal).Replace("cm", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture) > 0.3, width));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
