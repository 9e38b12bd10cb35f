using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace ScanDeputy.Server.Platform.Tables;

/// <summary>Comma, semicolon or tab separated values (RFC 4180).</summary>
public static class CsvTable
{
    private static readonly char[] Separators = [',', ';', '\t'];

    /// <exception cref="TableException">No text (<c>not_text</c>), or a quotation mark in the wrong place, or none at the end (<c>unreadable</c>).</exception>
    public static Table Read(string name, byte[] bytes)
    {
        var text = TableText.Decode(bytes);
        var last = 0;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            HasHeaderRecord = false,
            Delimiter = SeparatorOf(text).ToString(),
            TrimOptions = TrimOptions.Trim,
            BadDataFound = _ => throw new TableException("unreadable", last + 1),
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        var rows = new List<TableRow>();
        while (parser.Read())
        {
            // Counted at the record's end; an editor shows where it begins.
            var first = parser.RawRow - LinesIn(parser.RawRecord.AsSpan().TrimEnd("\r\n"));
            rows.Add(new TableRow(first, [.. parser.Record!.Select(CellOf)]));
            last = parser.RawRow;
        }

        return new Table(name, [.. rows.Where(row => !row.IsEmpty)]);
    }

    /// <summary>An apostrophe in front is how a spreadsheet is told that digits are a text.</summary>
    internal static TableCell CellOf(string field) => field.Trim() is var text && text.StartsWith('\'') ? new TableCell(text[1..].Trim()) : new TableCell(text);

    private static char SeparatorOf(string text)
    {
        var header = text.AsSpan().TrimStart("\r\n");
        header = header.IndexOfAny('\r', '\n') is var end and >= 0 ? header[..end] : header;
        var (most, found) = (0, ',');
        foreach (var separator in Separators)
        {
            if (header.Count(separator) is var count && count > most)
                (most, found) = (count, separator);
        }

        return found;
    }

    private static int LinesIn(ReadOnlySpan<char> record) => record.Count('\n');
}
