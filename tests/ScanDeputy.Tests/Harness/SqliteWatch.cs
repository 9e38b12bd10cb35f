using Microsoft.Data.Sqlite;
using ScanDeputy.Server.Platform.Database;
using SQLitePCL;

namespace ScanDeputy.Tests.Harness;

/// <summary>What SQLite runs and prepares on one connection, as it says so itself. For connections that one thread uses at a time.</summary>
internal sealed class SqliteWatch
{
    // Statements that the driver prepares for each transaction are not counted: beginning and ending one.
    private const int Transaction = 22;

    private readonly List<string> _ran = [];

    private SqliteWatch(SqliteConnection connection)
    {
        raw.sqlite3_trace(connection.Handle, (_, statement) => _ran.Add(statement), null);
        raw.sqlite3_set_authorizer(
            connection.Handle,
            (object _, int action, utf8z _, utf8z _, utf8z _, utf8z _) =>
            {
                Prepared += action == Transaction ? 0 : 1;
                return raw.SQLITE_OK;
            },
            null);
    }

    public IReadOnlyList<string> Ran => _ran;

    /// <summary>How often SQLite asked, while it prepared statements, whether it may: never, when it prepared none.</summary>
    public int Prepared { get; private set; }

    /// <summary>What was prepared before is prepared once more, since whoever watches could forbid it now.</summary>
    public static SqliteWatch Of(SqliteConnection connection) => new(connection);

    public static Task<SqliteWatch> OfWriterAsync(Database database) =>
        database.WriteAsync(scope => Task.FromResult(new SqliteWatch((SqliteConnection)scope.Connection)), CancellationToken.None);

    public void Clear()
    {
        _ran.Clear();
        Prepared = 0;
    }
}
