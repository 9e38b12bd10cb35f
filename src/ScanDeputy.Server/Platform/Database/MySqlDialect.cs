using System.Data.Common;

namespace ScanDeputy.Server.Platform.Database;

public sealed class MySqlDialect : Dialect
{
    public override string Name => "mysql";

    public override string InsertOrIgnore => "insert ignore into";

    public override bool IsUniqueViolation(DbException exception) => MySqlFaults.Of(exception, connectionIsOpen: true) == MySqlFault.DuplicateKey;
}
