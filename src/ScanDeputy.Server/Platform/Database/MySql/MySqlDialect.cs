using System.Data.Common;
using System.Globalization;

namespace ScanDeputy.Server.Platform.Database.MySql;

public sealed class MySqlDialect : Dialect
{
    public override string Name => "mysql";

    public override string InsertOrIgnore => "insert ignore into";

    public override string JoinInOrder => "straight_join";

    public override string AlongIndex(string index) => $"force index ({index})";

    public override IReadOnlyList<string> BeginSnapshot { get; } =
        ["set transaction isolation level repeatable read", "start transaction with consistent snapshot"];

    public override string ServerClock => "select cast(unix_timestamp(now(3)) * 1000 as signed)";

    public override string StartAnew(DbConnection connection) => $"drop the database {connection.Database}, create it again and run the command 'migrate'";

    public override bool IsRemote => true;

    public override string ForUpdate => " for update";

    public override bool IsUniqueViolation(DbException exception) => MySqlFaults.Of(exception, connectionIsOpen: true) == MySqlFault.DuplicateKey;

    public override bool IsOutage(DbException exception) => MySqlFaults.Of(exception, connectionIsOpen: true) is MySqlFault.Unreachable or MySqlFault.GaveWay;

    public override string? CodeOf(DbException exception) => MySqlDriver.ErrorOf(exception)?.ToString(CultureInfo.InvariantCulture);
}
