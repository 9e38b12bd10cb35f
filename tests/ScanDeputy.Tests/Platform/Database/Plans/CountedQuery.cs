using Microsoft.Data.Sqlite;
using SQLitePCL;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database.Plans;

/// <summary>What SQLite counted while it ran a query.</summary>
/// <param name="Steps">Instructions of its machine.</param>
/// <param name="Scanned">Steps along a table or an index that is read from its beginning.</param>
/// <param name="Indexed">Rows put into an index that was made for this query alone.</param>
internal sealed record CountedQuery(int Returned, int Steps, int Scanned, int Indexed)
{
    public static CountedQuery Run(SqliteConnection connection, string sql)
    {
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement));
        using (statement)
        {
            var returned = 0;
            while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
                returned++;
            return new CountedQuery(
                returned, Status(raw.SQLITE_STMTSTATUS_VM_STEP), Status(raw.SQLITE_STMTSTATUS_FULLSCAN_STEP), Status(raw.SQLITE_STMTSTATUS_AUTOINDEX));
        }

        int Status(int counter) => raw.sqlite3_stmt_status(statement, counter, 0);
    }
}
