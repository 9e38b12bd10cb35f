using System.Globalization;
using System.Text;
using Dapper;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Features.Ledger;

/// <summary>
/// The roots as a text file, one line a day, only ever added to: something a person can print, sign or carry away. It follows the table, so
/// that a worker that died between the two leaves no gap.
/// </summary>
public sealed partial class LedgerRootFile(Database database, string? path, ILogger<LedgerRootFile> logger) : IDisposable
{
    public const string Setting = "Ledger:RootsFile";
    private const int DateLength = 10;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private DateOnly? _through;

    /// <param name="defaultPath">Null where no file is written unless one is configured.</param>
    public static string? PathOf(IConfiguration configuration, string? defaultPath) =>
        configuration[Setting] is { Length: > 0 } configured ? configured : defaultPath;

    /// <summary>Adds the roots up to this day that the file lacks.</summary>
    public async Task CatchUpAsync(DateOnly day, CancellationToken ct)
    {
        if (path is null || _through >= day)
            return;

        await _gate.WaitAsync(ct);
        try
        {
            await AddAsync(path, ct);
            _through = day;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.NotWritten(logger, fault.Message);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task AddAsync(string path, CancellationToken ct)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            PrivateFiles.CreateFolder(folder);
        PrivateFiles.Own(path);
        // Not locked: a process that is being started holds our locks for a moment. Another program on the same folder could at worst write the same line again.
        await using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.ASCII, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var last = "";
        while (await reader.ReadLineAsync(ct) is { } line)
            last = line.Length >= DateLength ? line[..DateLength] : last;

        var lacking = await database.ReadAsync(connection => connection.QueryAsync<Row>(Select, new { last }), ct);
        var text = string.Concat(lacking.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.OnDay} {row.Root} {row.Cases} {row.AuditRoot}\n")));
        stream.Seek(0, SeekOrigin.End);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), ct);
        stream.Flush(flushToDisk: true);
    }

    private const string Select = "select on_day, root, cases, audit_root from ledger_roots where on_day > @last order by on_day";

    private sealed record Row
    {
        public string OnDay { get; init; } = "";

        public string Root { get; init; } = "";

        public int Cases { get; init; }

        public string AuditRoot { get; init; } = "";
    }

    private static partial class Log
    {
        [LoggerMessage(51, LogLevel.Error, "The file of ledger roots cannot be written; the table has them, and the next turn tries again. {Message}")]
        public static partial void NotWritten(ILogger logger, string message);
    }
}
