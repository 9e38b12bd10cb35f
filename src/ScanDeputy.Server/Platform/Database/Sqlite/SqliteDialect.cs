using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ScanDeputy.Server.Platform.Database.Sqlite;

public sealed class SqliteDialect : Dialect
{
    private const int Constraint = 19;

    // Busy, locked, no memory, read-only, input or output, corrupt, full, cannot be opened, not a database.
    private static readonly int[] Outages = [5, 6, 7, 8, 10, 11, 13, 14, 26];

    public override string Name => "sqlite";

    public override string InsertOrIgnore => "insert or ignore into";

    public override string JoinInOrder => "cross join";

    public override string AlongIndex(string index) => $"indexed by {index}";

    public override IReadOnlyList<string> BeginSnapshot { get; } = ["begin"];

    public override string StartAnew(DbConnection connection) => $"delete the folder {Path.GetDirectoryName(Path.GetFullPath(connection.DataSource))} and start again";

    public override bool IsRemote => false;

    public override string ForUpdate => "";

    public override bool IsUniqueViolation(DbException exception) => exception is SqliteException { SqliteErrorCode: Constraint };

    public override bool IsOutage(DbException exception) => exception is SqliteException { SqliteErrorCode: var code } && Outages.Contains(code);

    public override string? CodeOf(DbException exception) => (exception as SqliteException)?.SqliteExtendedErrorCode.ToString(CultureInfo.InvariantCulture);
}
