using System.IO.Compression;
using System.Text;
using ScanDeputy.Server.Platform.Tables;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>A file that somebody hands in.</summary>
public sealed record ImportFile(string Name, byte[] Bytes)
{
    public string Stem => Path.GetFileNameWithoutExtension(Name);

    /// <summary>Upper and lower case tell files apart on the servers that this runs on, so that the name itself is compared as it is; only the kind is not.</summary>
    public string Kind => Path.GetExtension(Name).ToLowerInvariant();
}

/// <summary>
/// What was handed in: a folder or an archive of CSV files, or a workbook with a sheet for each kind. A file under another name than it should have would be
/// passed over in silence, so each is named in the report: read, a fault, or nobody's data.
/// </summary>
internal sealed class ImportFiles(ImportFaults faults)
{
    // What desktops leave behind in any folder, and editors beside an open file.
    private static readonly string[] OfTheSystem = [".DS_Store", "Thumbs.db", "desktop.ini"];

    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    private readonly Dictionary<SheetDefinition, Table> _tables = [];

    /// <summary>What was found, in the order in which it is written.</summary>
    public IEnumerable<(SheetDefinition Sheet, Table Table)> Tables => SheetDefinition.All.Where(_tables.ContainsKey).Select(sheet => (sheet, _tables[sheet]));

    public Table? Find(SheetDefinition sheet) => _tables.GetValueOrDefault(sheet);

    public static ImportFiles OfFolder(string folder, ImportFaults faults)
    {
        var files = new ImportFiles(faults);
        foreach (var path in Directory.GetFileSystemEntries(folder).OrderBy(path => Path.GetFileName(path), StringComparer.Ordinal))
        {
            if (Directory.Exists(path))
                files.Name(Path.GetFileName(path), "file_unknown");
            else
                files.Add(new ImportFile(Path.GetFileName(path), File.ReadAllBytes(path)));
        }

        return files;
    }

    /// <summary>One row that was typed, by the columns' names.</summary>
    public static ImportFiles OfRow(SheetDefinition sheet, IReadOnlyDictionary<string, string> columns, ImportFaults faults)
    {
        var files = new ImportFiles(faults);
        files.Add(sheet, columns);
        return files;
    }

    public void Add(SheetDefinition sheet, IReadOnlyDictionary<string, string> columns)
    {
        Add(sheet, new Table(sheet.Title, [Row(1, columns.Keys), Row(2, columns.Values)]), sheet.Title);

        static TableRow Row(int line, IEnumerable<string> texts) => new(line, [.. texts.Select(text => new TableCell(text))]);
    }

    /// <summary>A file with rows of one kind only, whatever it is called: a CSV, or the workbook's sheet of that kind, or its only one.</summary>
    public static ImportFiles OfKind(SheetDefinition sheet, ImportFile file, ImportFaults faults)
    {
        var named = file.Kind == ".csv" ? file with { Name = sheet.FileName } : file.Kind == ".xlsx" ? file with { Name = $"{sheet.Name}.xlsx" } : file;
        var files = new ImportFiles(faults);
        files.Add(named);
        foreach (var other in files.Tables.Where(found => found.Sheet != sheet).ToList())
            faults.AddFile(other.Table.Name, "sheet_of_another_kind", null, sheet.Title);
        return files;
    }

    /// <summary>One file that was sent: an archive, a workbook, or one CSV.</summary>
    public static ImportFiles OfUpload(ImportFile file, ImportFaults faults)
    {
        var files = new ImportFiles(faults);
        if (file.Kind == ".zip")
            files.AddArchive(file);
        else
            files.Add(file);
        return files;
    }

    private void AddArchive(ImportFile file)
    {
        using var stream = new MemoryStream(file.Bytes, writable: false);
        try
        {
            WorkbookGuard.Check(stream);
        }
        catch (TableException exception)
        {
            faults.AddFile(file.Name, exception.Fault == "not_workbook" ? "not_archive" : exception.Fault);
            return;
        }

        // Windows names entries in its own character set when they are not marked as UTF-8.
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: false, Gb18030);
        foreach (var entry in archive.Entries.Where(entry => entry.Name.Length > 0).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            if (entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal))
            {
                faults.LeftOut.Add(entry.FullName);
                continue;
            }

            using var content = new MemoryStream();
            using (var unpacked = entry.Open())
                unpacked.CopyTo(content);
            Add(new ImportFile(entry.Name, content.ToArray()));
        }
    }

    private void Add(ImportFile file)
    {
        if (OfTheSystem.Contains(file.Name, StringComparer.OrdinalIgnoreCase) || file.Name.StartsWith("~$", StringComparison.Ordinal))
        {
            faults.LeftOut.Add(file.Name);
            return;
        }

        try
        {
            if (file.Name.EndsWith(".csv", StringComparison.Ordinal) && SheetDefinition.Find(file.Stem) is { } sheet)
                Add(sheet, CsvTable.Read(file.Name, file.Bytes), file.Name);
            else if (file.Kind == ".xlsx")
                AddWorkbook(file);
            else
                Name(file.Name, file.Kind is ".xls" or ".et" ? "old_workbook" : Meant(file.Name) is null ? "file_unknown" : "file_misnamed");
        }
        catch (TableException exception)
        {
            faults.AddFile(file.Name, exception.Fault, exception.Line);
        }
    }

    private void AddWorkbook(ImportFile file)
    {
        var tables = Workbook.Read(file.Bytes);
        if (tables is [var only] && SheetDefinition.Find(file.Stem) is { } sheet)
        {
            Add(sheet, only, file.Name);
            return;
        }

        foreach (var table in tables)
        {
            var name = $"{file.Name} · {table.Name}";
            if (SheetDefinition.Find(table.Name) is { } found)
                Add(found, table, name);
            else if (table.Name.Contains("说明", StringComparison.Ordinal))
                faults.LeftOut.Add(name);
            else
                faults.AddFile(name, "sheet_unknown", null, string.Join('、', SheetDefinition.All.Select(known => known.Title)));
        }

        if (tables.Count == 0)
            faults.AddFile(file.Name, "file_empty");
    }

    private void Add(SheetDefinition sheet, Table table, string name)
    {
        if (_tables.TryAdd(sheet, table with { Name = name }))
            return;

        // A workbook beside the files that it was made from does no harm.
        if (Said(sheet, table).SequenceEqual(Said(sheet, _tables[sheet]), StringComparer.Ordinal))
            faults.LeftOut.Add(name);
        else
            faults.AddFile(name, "file_twice", null, sheet.Title, _tables[sheet].Name);
    }

    /// <summary>What a table says, whatever it calls its columns.</summary>
    private static IEnumerable<string> Said(SheetDefinition sheet, Table table) =>
        table.Rows.Select(row => string.Join('\t', row.Cells.Select(cell => sheet.ColumnOf(cell.Text) ?? cell.Text).Reverse().SkipWhile(text => text.Length == 0).Reverse()));

    private void Name(string name, string fault) =>
        faults.AddFile(name, fault, null, Meant(name) ?? string.Join("、", SheetDefinition.All.Select(sheet => sheet.FileName)));

    /// <summary>The file that a copy, a spreadsheet or another spelling of its name was made from; null when there is none.</summary>
    private static string? Meant(string name)
    {
        var letters = Letters(Path.GetFileNameWithoutExtension(name));
        return SheetDefinition.All.Select(sheet => sheet.FileName).Where(file => letters.Contains(Letters(Path.GetFileNameWithoutExtension(file)), StringComparison.Ordinal)).MaxBy(file => file.Length);
    }

    private static string Letters(string name) => string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();
}
