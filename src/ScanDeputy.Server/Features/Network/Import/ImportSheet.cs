using System.Globalization;
using System.Text;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>One CSV file: a header, then rows. UTF-8, with or without a byte order mark.</summary>
internal static class ImportSheet
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="columns">Those it must have; others are a fault, since a misspelt one would be left out in silence.</param>
    /// <param name="optional">Those it may have, because files are older than they.</param>
    /// <returns>Nothing when the file is not there: an import need not say everything.</returns>
    public static IReadOnlyList<ImportRow> Read(string folder, string file, IReadOnlyList<string> columns, ImportFaults faults, params IReadOnlyList<string> optional)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
            return [];

        try
        {
            var records = CsvText.Read(Strict.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF')).ToList();
            if (records is not [var header, .. var rows])
                faults.Add(file, null, null, "file_empty");
            else if (IsHeaderRight(header, file, columns, optional, faults))
                return Counted(file, [.. RowsOf(rows, header, file, faults)], faults);
        }
        catch (DecoderFallbackException)
        {
            faults.Add(file, null, null, "not_utf8");
        }
        catch (FormatException exception)
        {
            faults.AddWhole(file, int.Parse(exception.Message, CultureInfo.InvariantCulture), "unreadable");
        }

        return [];
    }

    private static IReadOnlyList<ImportRow> Counted(string file, IReadOnlyList<ImportRow> rows, ImportFaults faults)
    {
        faults.Rows[file] = rows.Count;
        foreach (var row in rows)
            row.CheckCharacters();
        return rows;
    }

    private static bool IsHeaderRight(
        CsvText.Record header, string file, IReadOnlyList<string> columns, IReadOnlyList<string> optional, ImportFaults faults)
    {
        var known = columns.Concat(optional).ToList();
        foreach (var missing in columns.Except(header.Fields, StringComparer.Ordinal))
            faults.Add(file, 1, missing, "missing_column");
        foreach (var unknown in header.Fields.Except(known, StringComparer.Ordinal))
            faults.Add(file, 1, unknown, "unknown_column", string.Join("、", known));
        var twice = header.Fields.CountBy(column => column, StringComparer.Ordinal).Where(column => column.Value > 1).Select(column => column.Key).ToList();
        foreach (var column in twice)
            faults.Add(file, 1, column, "double_column");
        return columns.All(header.Fields.Contains) && header.Fields.All(known.Contains) && twice.Count == 0;
    }

    /// <summary>The fields by their columns; what no answer and no paper could hold is a fault, whatever the column is for.</summary>
    private static Dictionary<string, string> Carried(IEnumerable<(string Column, string Value)> fields, string file, int line, ImportFaults faults)
    {
        var carried = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (column, value) in fields)
        {
            if (!WrittenText.IsCarried(value))
                faults.Add(file, line, column, "not_carried");
            carried[column] = WrittenText.Carry(value);
        }

        return carried;
    }

    private static IEnumerable<ImportRow> RowsOf(IEnumerable<CsvText.Record> records, CsvText.Record header, string file, ImportFaults faults)
    {
        foreach (var record in records)
        {
            if (record.Fields.Count == header.Fields.Count)
                yield return new ImportRow(file, record.Line, Carried(header.Fields.Zip(record.Fields), file, record.Line, faults), faults);
            else
                faults.AddWhole(file, record.Line, "fields_count", header.Fields.Count, record.Fields.Count);
        }
    }
}
