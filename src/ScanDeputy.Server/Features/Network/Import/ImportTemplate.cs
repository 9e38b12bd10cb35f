using ScanDeputy.Server.Platform.Tables;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>An empty workbook to fill in: a sheet for each kind of master data, and a first one that explains every column.</summary>
public static class ImportTemplate
{
    public static byte[] Write() => WorkbookFile.Write([Explanation(), .. SheetDefinition.All.Select(sheet => sheet.ToWrite([]))]);

    public static SheetToWrite Explanation() => new(
        ImportTexts.Format("template.sheet"), ImportTexts.Format("template.header").Split('|'),
        from sheet in SheetDefinition.All
        from column in sheet.AllColumns
        select (IReadOnlyList<CellToWrite>)[sheet.Title, sheet.LabelOf(column), sheet.HintOf(column)]);
}
