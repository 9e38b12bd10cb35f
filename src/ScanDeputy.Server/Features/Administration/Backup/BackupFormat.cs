using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScanDeputy.Server.Features.Administration.Backup;

/// <summary>The file is no backup, not a whole one, an altered one, or not for this database.</summary>
public sealed class BackupException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// A backup is sealed with a key of the ring (<see cref="SealedHeader"/>); within is gzip of lines of JSON: <see cref="BackupHeader"/>; for each table <see cref="TableStart"/>, one array of values a row,
/// <see cref="TableEnd"/>; last <see cref="BackupTrailer"/>. Values are null, numbers, strings, and bytes as {"b":"base64"}.
/// </summary>
public static class BackupFormat
{
    public const int Version = 2;

    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };
}

/// <param name="Migrations">What had run on the database; a restore wants exactly these.</param>
public sealed record BackupHeader(int Format, string Program, string Dialect, DateTimeOffset TakenAt, IReadOnlyList<string> Migrations);

public sealed record TableStart(string Table, IReadOnlyList<string> Columns);

/// <param name="Sha256">Over the table's row lines, each with its line feed.</param>
public sealed record TableEnd(long Rows, string Sha256);

/// <param name="Sha256">Over everything before this line.</param>
public sealed record BackupTrailer(int Tables, long Rows, string Sha256);

public sealed record BackedUpTable(string Name, long Rows);

/// <summary>What a backup or a restore did.</summary>
public sealed record BackupReport(BackupHeader Header, IReadOnlyList<BackedUpTable> Tables)
{
    public long Rows => Tables.Sum(table => table.Rows);
}
