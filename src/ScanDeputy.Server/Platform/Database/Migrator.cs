using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>The schema is not what this program was built for; it must not start.</summary>
public sealed class SchemaException(string message) : Exception(message);

/// <summary>
/// Runs the numbered SQL files that have not run yet, all or none, under the database's write lock, and keeps a checksum of each.
/// A file that was changed after it ran stops the program: the change would be on new machines only.
/// </summary>
public static class Migrator
{
    private const string Prefix = "Migrations.";

    public sealed record Migration(int Number, string Name, string Sql)
    {
        /// <summary>Over the text with line ends made equal, so that a checkout's settings do not matter.</summary>
        public string Checksum => Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(Sql.Replace("\r\n", "\n", StringComparison.Ordinal))));
    }

    public static IReadOnlyList<Migration> BuiltIn(string dialect)
    {
        var assembly = typeof(Migrator).Assembly;
        var suffix = $".{dialect}.sql";
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal))
                .Select(name => Read(assembly, name, suffix))
                .OrderBy(migration => migration.Number),
        ];
    }

    /// <returns>The names of the migrations that ran now.</returns>
    /// <exception cref="SchemaException">A migration was changed or is unknown to this program.</exception>
    public static IReadOnlyList<string> Run(SqliteDatabase database, IReadOnlyList<Migration> migrations, TimeProvider clock)
    {
        using var connection = database.OpenForWriting();
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute(CreateTable, transaction: transaction);
        var applied = connection.Query<Applied>("select number, name, checksum from schema_migrations order by number", transaction: transaction).AsList();
        Check(applied, migrations);
        var pending = migrations.Skip(applied.Count).ToList();
        foreach (var migration in pending)
            Apply(connection, transaction, migration, clock);

        transaction.Commit();
        return [.. pending.Select(migration => migration.Name)];
    }

    private static void Apply(SqliteConnection connection, SqliteTransaction transaction, Migration migration, TimeProvider clock)
    {
        connection.Execute(migration.Sql, transaction: transaction);
        connection.Execute(
            "insert into schema_migrations (number, name, checksum, applied_at) values (@Number, @Name, @Checksum, @AppliedAt)",
            new { migration.Number, migration.Name, migration.Checksum, AppliedAt = clock.GetUtcNow() },
            transaction);
    }

    private static void Check(List<Applied> applied, IReadOnlyList<Migration> migrations)
    {
        for (var i = 0; i < applied.Count; i++)
        {
            var was = applied[i];
            if (i >= migrations.Count || migrations[i].Number != was.Number)
                throw new SchemaException($"The database has migration {was.Name}, which this program does not know: it was made by a newer version.");

            if (migrations[i].Checksum != was.Checksum)
                throw new SchemaException($"Migration {was.Name} was changed after it ran on this database: restore the file and put the change into a new migration.");
        }
    }

    private static Migration Read(Assembly assembly, string resource, string suffix)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var name = resource[Prefix.Length..^suffix.Length];
        return new Migration(int.Parse(name.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }

    private const string CreateTable = """
        create table if not exists schema_migrations (
          number integer not null primary key,
          name varchar(100) not null,
          checksum varchar(64) not null,
          applied_at bigint not null
        )
        """;

    private sealed record Applied
    {
        public int Number { get; init; }

        public string Name { get; init; } = "";

        public string Checksum { get; init; } = "";
    }
}
