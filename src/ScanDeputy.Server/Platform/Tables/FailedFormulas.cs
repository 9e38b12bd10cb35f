using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace ScanDeputy.Server.Platform.Tables;

/// <summary>The cells of a workbook whose formula ended in an error (#REF! and others): the reader of rows gives them as empty ones.</summary>
internal static class FailedFormulas
{
    /// <returns>Sheets with the places of their cells, such as <c>B7</c>.</returns>
    public static IReadOnlySet<(string Sheet, string Cell)> Find(Stream workbook)
    {
        var failed = new HashSet<(string, string)>();
        using var document = SpreadsheetDocument.Open(workbook, isEditable: false);
        foreach (var sheet in document.WorkbookPart?.Workbook?.Sheets?.Elements<Sheet>() ?? [])
        {
            if (sheet.Id?.Value is not { } id || document.WorkbookPart!.GetPartById(id) is not WorksheetPart part)
                continue;

            using var xml = XmlReader.Create(part.GetStream(FileMode.Open, FileAccess.Read), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            while (xml.Read())
            {
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "c" } && xml.GetAttribute("t") == "e" && xml.GetAttribute("r") is { } place)
                    failed.Add((sheet.Name?.Value ?? "", place));
            }
        }

        return failed;
    }

    /// <param name="row">From 0.</param>
    /// <param name="column">From 0.</param>
    public static string PlaceOf(int row, int column)
    {
        var letters = "";
        for (var rest = column; rest >= 0; rest = (rest / 26) - 1)
            letters = (char)('A' + (rest % 26)) + letters;
        return FormattableString.Invariant($"{letters}{row + 1}");
    }
}
