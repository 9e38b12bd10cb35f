using System.Text.Encodings.Web;
using System.Text.Json;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>The audit trail of master data: each row that was made or changed, by whom, with what it said before.</summary>
/// <param name="By">An account, or <c>import</c> for the server's own command.</param>
internal sealed record DataChanges(string Jurisdiction, string By, TimeProvider Clock)
{
    public const string Command = "import";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Follow from other columns, or never change.
    private static readonly string[] LeftOut = ["search_text", "jurisdiction", "cell"];

    /// <summary>Written at the end of the transaction.</summary>
    public void Write(WriteScope scope, string table, string rowId, IEnumerable<Column> columns) => scope.Later(Insert, new
    {
        Id = Ids.New(Clock),
        Jurisdiction,
        Register = NameOf(table),
        rowId,
        By,
        At = Clock.GetUtcNow(),
        Changes = JsonSerializer.Serialize(columns.Where(column => !LeftOut.Contains(column.Name, StringComparer.Ordinal)).Select(Shown), Json),
    });

    /// <summary>What the trail calls a table.</summary>
    public static string NameOf(string table) => table.Replace('_', '-');

    /// <summary>Of what is encrypted only that it changed.</summary>
    private static Column Shown(Column column) => !column.Name.EndsWith(Encrypted, StringComparison.Ordinal)
        ? column
        : new Column(column.Name[..^Encrypted.Length], column.Old is null ? null : Hidden, column.New is null ? null : Hidden);

    private const string Encrypted = "_encrypted";

    private const string Hidden = "***";

    /// <param name="Old">Null for a row that is new, and for a column that was empty.</param>
    public sealed record Column(string Name, object? Old, object? New);

    private const string Insert =
        "insert into data_changes (id, jurisdiction, register, row_id, made_by, made_at, changes) values (@Id, @Jurisdiction, @Register, @rowId, @By, @At, @Changes)";
}
