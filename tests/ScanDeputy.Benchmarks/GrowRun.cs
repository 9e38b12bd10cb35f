using Microsoft.Extensions.Logging.Abstractions;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.Server.Platform.Database.Sqlite;

namespace ScanDeputy.Benchmarks;

/// <summary>Lets a started program's county on MariaDB grow old, or one in a SQLite file.</summary>
internal static class GrowRun
{
    public static async Task RunAsync(string where, int cases)
    {
        Columns.Register();
        if (where.Contains('=', StringComparison.Ordinal))
        {
            using var database = new MySqlDatabase(new MySqlDriver(where), NullLogger<MySqlDatabase>.Instance);
            await GrownCounty.GrowAsync(database, cases);
            return;
        }

        await using var file = new SqliteDatabase(where);
        await GrownCounty.GrowAsync(file, cases);
    }
}
