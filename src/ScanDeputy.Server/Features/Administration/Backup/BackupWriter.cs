using System.Data.Common;
using System.IO.Compression;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Administration.Backup;

/// <summary>
/// Streams all tables, as they are at one instant, into a file that is sealed with the key in use: under another name until it is whole and on disk, readable by its
/// owner only. Writers go on meanwhile.
/// </summary>
public static class BackupWriter
{
    public static async Task<BackupReport> WriteAsync(Database database, KeyRing keys, TimeProvider clock, string file, CancellationToken ct)
    {
        var draft = file + ".new";
        try
        {
            // A call that lost its connection is run again, from the start of the file.
            var report = await database.ReadAsync(connection => WriteDraftAsync(database, connection, keys, clock, draft, ct), ct);
            File.Move(draft, file, overwrite: false);
            return report;
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    private static async Task<BackupReport> WriteDraftAsync(
        Database database, DbConnection connection, KeyRing keys, TimeProvider clock, string draft, CancellationToken ct)
    {
        await using var stream = Create(draft);
        await using var snapshot = await Snapshot.BeginAsync(connection, database.Dialect);
        var applied = await Migrations.AppliedAsync(connection);
        var header = new BackupHeader(
            BackupFormat.Version, typeof(BackupWriter).Assembly.GetName().Version!.ToString(3), database.Dialect.Name, clock.GetUtcNow(),
            [.. applied.Select(migration => migration.Name)]);
        var tables = new List<BackedUpTable>();
        await using var sealing = await SealingStream.BeginAsync(stream, keys.Current, ct);
        await using (var zip = new GZipStream(sealing, CompressionLevel.Fastest, leaveOpen: true))
        using (var lines = new LineWriter(zip))
        {
            await lines.WriteAsync(header, ct);
            foreach (var table in BackupTables.InOrder)
                tables.Add(new BackedUpTable(table, await WriteTableAsync(connection, table, lines, ct)));
            await lines.WriteAsync(new BackupTrailer(tables.Count, tables.Sum(table => table.Rows), lines.HashOfAll), ct);
        }

        await sealing.CompleteAsync(ct);
        stream.Flush(flushToDisk: true);
        return new BackupReport(header, tables);
    }

    private static async Task<long> WriteTableAsync(DbConnection connection, string table, LineWriter lines, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select * from {table}";
        // As long as it takes.
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(ct);
        await lines.WriteAsync(new TableStart(table, [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]), ct);
        var values = new object?[reader.FieldCount];
        var rows = 0L;
        while (await reader.ReadAsync(ct))
        {
            reader.GetValues(values!);
            await lines.WriteRowAsync(values, ct);
            rows++;
        }

        await lines.WriteAsync(new TableEnd(rows, lines.TakeHashOfRows()), ct);
        return rows;
    }

    private static FileStream Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Deleted rather than emptied, so that a file somebody else made does not lend this one its rights.
        File.Delete(file);
        return new FileStream(file, options);
    }
}
