using ScanDeputy.Server.Platform.Tables;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>The rows of one sheet by their columns. The header may stand below a title; titles are the columns' names or their Chinese words.</summary>
internal static class ImportSheet
{
    /// <summary>How far down a header is looked for.</summary>
    private const int MostTitles = 8;

    /// <returns>Nothing when there is no such sheet: an import need not say everything.</returns>
    public static IReadOnlyList<ImportRow> Read(ImportFiles files, SheetDefinition sheet, ImportFaults faults)
    {
        if (files.Find(sheet) is not { } table)
            return [];

        var titles = table.Rows.Take(MostTitles).MaxBy(row => row.Cells.Count(cell => sheet.ColumnOf(cell.Text) is not null));
        if (titles is null)
        {
            faults.AddFile(table.Name, "file_empty");
            return [];
        }

        var header = Header.Of(titles, sheet);
        if (!IsRight(header, sheet, table.Name, faults))
            return [];

        var rows = table.Rows.SkipWhile(row => row.Line <= titles.Line).Select(row => RowOf(row, header, table.Name, faults)).OfType<ImportRow>().ToList();
        faults.Rows[table.Name] = rows.Count;
        foreach (var row in rows)
            row.CheckCharacters();
        return rows;
    }

    private static bool IsRight(Header header, SheetDefinition sheet, string file, ImportFaults faults)
    {
        var right = true;
        void Fault(string column, string text, params object?[] values)
        {
            right = false;
            faults.AddWhole(file, header.Line, text, column, values);
        }

        foreach (var missing in sheet.Columns.Except(header.Columns.OfType<string>(), StringComparer.Ordinal))
            Fault(header.IsChinese ? sheet.LabelOf(missing) : missing, "missing_column");
        for (var i = 0; i < header.Columns.Count; i++)
        {
            if (header.Columns[i] is null && !header.IsMark(i))
                Fault(header.Titles[i], "unknown_column", string.Join("、", sheet.AllColumns.Select(column => header.IsChinese ? sheet.LabelOf(column) : column)));
        }

        foreach (var twice in header.Columns.OfType<string>().CountBy(column => column, StringComparer.Ordinal).Where(column => column.Value > 1))
            Fault(header.Titles[header.Columns.ToList().IndexOf(twice.Key)], "double_column");
        return right;
    }

    private static ImportRow? RowOf(TableRow row, Header header, string file, ImportFaults faults)
    {
        // A spreadsheet writes commas for columns that were once used.
        if (row.Cells.Count < header.Columns.Count || row.Cells.Skip(header.Columns.Count).Any(cell => cell.Text.Length > 0))
        {
            faults.AddWhole(file, row.Line, "fields_count", null, header.Columns.Count, row.Cells.Count);
            return null;
        }

        var fields = new Dictionary<string, string>(header.Columns.Count, StringComparer.Ordinal);
        var read = new ImportRow(file, row.Line, fields, header.TitleByColumn, faults);
        for (var i = 0; i < header.Columns.Count; i++)
        {
            if (header.IsMark(i))
                continue;

            var (column, cell) = (header.Columns[i]!, row.Cells[i]);
            fields[column] = WrittenText.Carry(cell.Text);
            if (!WrittenText.IsCarried(cell.Text))
                read.Fault(column, "not_carried");
            if (DoubtOf(cell) is { } doubt)
                read.Fault(column, doubt);
        }

        return read;
    }

    private static string? DoubtOf(TableCell cell) => cell.Doubt switch
    {
        TableDoubt.Rounded => "rounded",
        TableDoubt.Failed => "formula_failed",
        TableDoubt.Merged => "merged",
        TableDoubt.Hidden => "hidden",
        _ => null,
    };

    /// <param name="Columns">By place; null for a title that is none.</param>
    private sealed record Header(int Line, IReadOnlyList<string> Titles, IReadOnlyList<string?> Columns, bool IsChinese)
    {
        /// <summary>One for all rows: a nation has hundreds of thousands.</summary>
        public IReadOnlyDictionary<string, string> TitleByColumn { get; } =
            Columns.Zip(Titles).Where(pair => pair.First is not null).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First!, pair => pair.Second, StringComparer.Ordinal);

        public bool IsMark(int place) => Titles[place].StartsWith(MarkedCopy.Mark);

        public static Header Of(TableRow row, SheetDefinition sheet)
        {
            var titles = row.Cells.Select(cell => cell.Text).Reverse().SkipWhile(title => title.Length == 0).Reverse().ToList();
            List<string?> columns = [.. titles.Select(sheet.ColumnOf)];
            return new Header(row.Line, titles, columns, titles.Zip(columns).Any(title => title.Second is { } column && title.First != column));
        }
    }
}
