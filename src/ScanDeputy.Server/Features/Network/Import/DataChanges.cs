using ScanDeputy.Server.Features.People.Auditing;
using ScanDeputy.Server.Platform.Audit;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Import;

/// <summary>The audit trail of master data: each row that was made or changed, by whom, with what it said before.</summary>
/// <param name="By">An account, or <c>import</c> for the server's own command.</param>
internal sealed record DataChanges(string Jurisdiction, string By, TimeProvider Clock)
{
    public const string Command = "import";

    // Follow from other columns, or never change.
    private static readonly string[] LeftOut = ["search_text", "jurisdiction", "cell"];

    /// <summary>Written at the end of the transaction.</summary>
    public void Write(WriteScope scope, string table, string rowId, IEnumerable<Column> columns) => AuditTrail.Write(scope, Clock, new AuditEntry(AuditKinds.DataChanged, Jurisdiction, By)
    {
        Object = NameOf(table),
        ObjectId = rowId,
        Details = [.. columns.Where(column => !LeftOut.Contains(column.Name, StringComparer.Ordinal)).Select(Shown).Select(column => new AuditDetail(column.Name, column.Old, column.New))],
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
}
