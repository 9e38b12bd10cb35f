using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ScanDeputy.Server.Platform.Database;

public sealed class SqliteDialect : Dialect
{
    private const int Constraint = 19;

    public override string Name => "sqlite";

    public override string InsertOrIgnore => "insert or ignore into";

    public override IReadOnlyList<string> BeginSnapshot { get; } = ["begin"];

    public override string StartAnew(DbConnection connection) => $"delete the folder {Path.GetDirectoryName(Path.GetFullPath(connection.DataSource))} and start again";

    public override bool IsUniqueViolation(DbException exception) => exception is SqliteException { SqliteErrorCode: Constraint };
}
