using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ScanDeputy.Server.Platform.Tables;

/// <summary>Writes comma separated values that spreadsheets open as they are: UTF-8 with a byte order mark, and no cell that would be run as a formula.</summary>
public static class CsvFile
{
    public const string MediaType = "text/csv; charset=utf-8";

    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        InjectionOptions = InjectionOptions.Escape,
        InjectionEscapeCharacter = '\'',
    };

    public static byte[] Write(SheetToWrite sheet)
    {
        using var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true))
        using (var csv = new CsvWriter(writer, Configuration))
        {
            foreach (var title in sheet.Header)
                csv.WriteField(title);
            csv.NextRecord();
            foreach (var row in sheet.Rows)
            {
                foreach (var cell in row)
                    csv.WriteField(cell.Text);
                csv.NextRecord();
            }
        }

        return stream.ToArray();
    }
}
