using Dapper;

namespace ScanDeputy.Server.Platform.Database.Sqlite;

/// <summary>Runs what has not run yet on SQLite, all or none, under the database's write lock.</summary>
public static class SqliteMigrator
{
    /// <returns>The names of the migrations that ran now.</returns>
    /// <exception cref="SchemaException">A migration was changed, or the database is of an earlier preview, or too new for this program.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(SqliteDatabase database, IReadOnlyList<Migration> migrations, TimeProvider clock)
    {
        await using var connection = database.OpenForWriting();
        await using var transaction = connection.BeginTransaction(deferred: false);
        await connection.ExecuteAsync(Migrations.CreateTable, transaction: transaction);
        var applied = await Migrations.AppliedAsync(connection, transaction);
        var pending = await Migrations.PendingAsync(connection, database.Dialect, applied, migrations, transaction);
        foreach (var migration in pending)
        {
            await connection.ExecuteAsync(migration.Sql, transaction: transaction);
            await connection.ExecuteAsync(
                Migrations.Record, new { migration.Number, migration.Name, migration.Checksum, AppliedAt = clock.GetUtcNow() }, transaction);
        }

        transaction.Commit();
        return [.. pending.Select(migration => migration.Name)];
    }
}
