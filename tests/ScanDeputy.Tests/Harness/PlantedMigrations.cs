using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.Server.Platform.Database.Sqlite;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>Databases as versions before and after this one leave them.</summary>
internal static class PlantedMigrations
{
    /// <summary>Before the baseline: other files under the same numbers, and more of them.</summary>
    public static IReadOnlyList<Migration> OfEarlierPreview { get; } =
    [
        new(1, "0001_places", "create table jurisdictions (code varchar(6) not null primary key);\ninsert into jurisdictions (code) values ('371311');\n"),
        new(2, "0002_people", "create table users (id varchar(32) not null primary key);\n"),
        new(18, "0018_unread_alerts", "create table alerts (id varchar(32) not null primary key);\n"),
    ];

    /// <summary>What "migrate" of a later version does to a database in use: one migration more.</summary>
    public static async Task UpgradeAsync(Database database, TimeProvider clock, string sql) =>
        Assert.Equal(["9001_planted"], await RunAsync(database, [.. Migrations.BuiltIn(database.Dialect.Name), new(9001, "9001_planted", sql)], clock));

    /// <returns>The names of those that ran now.</returns>
    public static Task<IReadOnlyList<string>> RunAsync(Database database, IReadOnlyList<Migration> migrations, TimeProvider clock) => database is MySqlDatabase mySql
        ? MySqlMigrator.RunAsync(mySql, migrations, clock, CancellationToken.None)
        : SqliteMigrator.RunAsync((SqliteDatabase)database, migrations, clock);
}
