using System.IO.Compression;
using System.Text;

namespace ScanDeputy.Tests.Harness;

/// <summary>A workbook written as XML by hand, as spreadsheets write them: numbers, dates, formulas, merged and hidden cells.</summary>
internal static class RawWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <param name="sheets">Names, and what stands in <c>worksheet</c>.</param>
    public static byte[] Of(params IEnumerable<(string Name, string Xml)> sheets)
    {
        var list = sheets.ToList();
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Put(archive, "[Content_Types].xml", $"""
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
                <Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
                {Each((_, i) => $"<Override PartName=\"/xl/worksheets/sheet{i}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>")}</Types>
                """);
            Put(archive, "_rels/.rels", """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
                """);
            Put(archive, "xl/workbook.xml", $"""
                <workbook xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{Each((sheet, i) => $"<sheet name=\"{sheet.Name}\" sheetId=\"{i}\" r:id=\"rId{i}\"/>")}</sheets></workbook>
                """);
            Put(archive, "xl/_rels/workbook.xml.rels", $"""
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{Each((_, i) =>
                    $"<Relationship Id=\"rId{i}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>")}
                <Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>
                """);
            // The second format of cells is a date.
            Put(archive, "xl/styles.xml", $"""
                <styleSheet xmlns="{Main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
                <cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>
                """);
            for (var i = 0; i < list.Count; i++)
                Put(archive, $"xl/worksheets/sheet{i + 1}.xml", $"<worksheet xmlns=\"{Main}\">{list[i].Xml}</worksheet>");
        }

        return stream.ToArray();

        string Each(Func<(string Name, string Xml), int, string> write) => string.Concat(list.Select((sheet, i) => write(sheet, i + 1)));
    }

    /// <summary>Rows of cells: a text, or the XML of a cell when it begins with '&lt;', in which <c>{r}</c> is its place.</summary>
    public static string Rows(params IEnumerable<IEnumerable<string>> rows) => "<sheetData>" + string.Concat(rows.Select((row, i) =>
        $"<row r=\"{i + 1}\">{string.Concat(row.Select((cell, j) => Cell(cell, $"{(char)('A' + j)}{i + 1}")))}</row>")) + "</sheetData>";

    private static string Cell(string cell, string place) => cell.StartsWith('<')
        ? cell.Replace("{r}", place, StringComparison.Ordinal)
        : $"<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{System.Security.SecurityElement.Escape(cell)}</t></is></c>";

    private static void Put(ZipArchive archive, string name, string text)
    {
        using var entry = archive.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }
}
