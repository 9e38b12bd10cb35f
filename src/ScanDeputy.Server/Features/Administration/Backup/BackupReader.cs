using System.IO.Compression;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Administration.Backup;

/// <summary>
/// Puts a backup into an empty database. The file is read twice: once to see that every count and hash is right, then into one
/// transaction, so that the database never meets rows of an altered file.
/// </summary>
public static class BackupReader
{
    /// <param name="clock">Ends the sessions that were open when the backup was made: some of them have been signed out since, or their accounts closed.</param>
    /// <param name="refuseDemo">For production.</param>
    /// <exception cref="BackupException">See there; nothing was written.</exception>
    public static async Task<BackupReport> RestoreAsync(
        Database database, KeyRing keys, TimeProvider clock, string file, bool refuseDemo, CancellationToken ct)
    {
        var header = (await ReadAsync(file, keys, _ => null, ct)).Header;
        return await database.WriteAsync(
            async scope =>
            {
                await RequireEmptyAsync(scope);
                await RequireFittingAsync(scope, header);
                var report = await ReadAsync(file, keys, table => new BatchInsert(scope, table.Table, table.Columns), ct);
                if (refuseDemo && await DemoRows.FaultAsync(scope.Connection, scope.Transaction) is { } fault)
                    throw new BackupException(fault);

                await scope.ExecuteAsync("update sessions set revoked_at = @now where revoked_at is null", new { now = clock.GetUtcNow() });
                return report;
            },
            ct);
    }

    /// <param name="open">Where a table's rows go; null to look at them only.</param>
    private static async Task<BackupReport> ReadAsync(string file, KeyRing keys, Func<TableStart, BatchInsert?> open, CancellationToken ct)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read);
            await using var opened = await UnsealingStream.BeginAsync(stream, keys, ct);
            await using var zip = new GZipStream(opened, CompressionMode.Decompress);
            using var lines = new LineReader(zip);
            return await ReadAsync(lines, open, ct);
        }
        catch (InvalidDataException exception)
        {
            throw new BackupException("The file is damaged, or is no backup.", exception);
        }
    }

    private static async Task<BackupReport> ReadAsync(LineReader lines, Func<TableStart, BatchInsert?> open, CancellationToken ct)
    {
        var header = LineReader.Parse<BackupHeader>(await lines.ReadAsync(ct));
        if (header.Format != BackupFormat.Version)
            throw new BackupException($"The file has format {header.Format}; this program reads format {BackupFormat.Version}.");

        var tables = new List<BackedUpTable>();
        foreach (var table in BackupTables.InOrder)
            tables.Add(new BackedUpTable(table, await ReadTableAsync(table, lines, open, ct)));

        var trailer = LineReader.Parse<BackupTrailer>(await lines.ReadAsync(ct));
        var report = new BackupReport(header, tables);
        if (trailer.Tables != tables.Count || trailer.Rows != report.Rows || trailer.Sha256 != lines.HashBeforeLast)
            throw new BackupException("The file's last line does not fit what stands before it: it was altered.");
        return await lines.ReadAsync(ct) is null ? report : throw new BackupException("The file goes on after its last line: it was altered.");
    }

    private static async Task<long> ReadTableAsync(string table, LineReader lines, Func<TableStart, BatchInsert?> open, CancellationToken ct)
    {
        var start = LineReader.Parse<TableStart>(await lines.ReadAsync(ct));
        if (start.Table != table)
            throw new BackupException($"The file has table '{start.Table}' where '{table}' should stand.");

        using var insert = open(start);
        var rows = 0L;
        while (await lines.ReadAsync(ct) is { Length: > 0 } line)
        {
            if (line.Span[0] == '[')
            {
                rows++;
                lines.CountAsRow(line.Span);
                await (insert?.AddAsync(line, ct) ?? Task.CompletedTask);
                continue;
            }

            await (insert?.FlushAsync(ct) ?? Task.CompletedTask);
            var end = LineReader.Parse<TableEnd>(line);
            return end.Rows == rows && end.Sha256 == lines.TakeHashOfRows()
                ? rows
                : throw new BackupException($"The rows of table '{table}' are not those that were backed up: the file was altered.");
        }

        throw new BackupException($"The file ends within table '{table}'.");
    }

    private static async Task RequireEmptyAsync(WriteScope scope)
    {
        // Written down by "migrate", and in the backup as well, there with the instant from which they hold.
        await scope.ExecuteAsync("delete from calendar_notices where jurisdiction = ''");
        foreach (var table in BackupTables.InOrder)
        {
            if (await scope.FirstOrDefaultAsync<int?>($"select 1 from {table} limit 1") is not null)
                throw new BackupException($"The database is not empty (table '{table}' has rows): restore goes into a new, migrated database only.");
        }
    }

    private static async Task RequireFittingAsync(WriteScope scope, BackupHeader header)
    {
        var here = (await Migrations.AppliedAsync(scope.Connection, scope.Transaction)).Select(migration => migration.Name);
        if (!header.Migrations.SequenceEqual(here, StringComparer.Ordinal))
        {
            throw new BackupException(
                $"The backup is of version {header.Program} with schema {(header.Migrations is [.., var last] ? last : "none")}, this database has another: restore with that version, then migrate.");
        }
    }
}
