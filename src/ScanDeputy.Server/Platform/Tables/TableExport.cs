using ScanDeputy.Domain;

namespace ScanDeputy.Server.Platform.Tables;

/// <summary>A table as somebody takes it away: a workbook, unless comma separated values are asked for.</summary>
public sealed record TableExport(byte[] Bytes, string MediaType, string Name)
{
    public const string Workbook = "xlsx";
    public const string Csv = "csv";

    /// <summary>Asked before anything is read for the file.</summary>
    /// <returns>Null for a format that can be written.</returns>
    public static Refusal? RefusalOf(string? format) => format is null or "" or Workbook or Csv ? null : Refusal.OfField("format", "field_export_format");

    /// <param name="name">Of the file, without its ending.</param>
    /// <param name="format">One that is not refused.</param>
    public static TableExport Of(SheetToWrite sheet, string name, string? format) => format == Csv
        ? new TableExport(CsvFile.Write(sheet), CsvFile.MediaType, $"{name}.{Csv}")
        : new TableExport(WorkbookFile.Write(sheet), WorkbookFile.MediaType, $"{name}.{Workbook}");
}
