using System.Data.Common;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>The schema is not what this program was built for; it must not start.</summary>
public sealed class SchemaException(string message) : Exception(message);

/// <param name="Sql">Statements, each ended by a semicolon at the end of a line.</param>
public sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>Over the text with line ends made equal, so that a checkout's settings do not matter.</summary>
    public string Checksum => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(Sql.Replace("\r\n", "\n", StringComparison.Ordinal))));
}

/// <summary>
/// The numbered SQL files of this program, and how a database stands to them. Files only add (expand) while older nodes run; one
/// that takes away (contract) raises <c>schema_floor</c>, below which a program may not start (docs/decisions/0011).
/// </summary>
public static class Migrations
{
    private const string Prefix = "Migrations.";

    public static IReadOnlyList<Migration> BuiltIn(string dialect)
    {
        var assembly = typeof(Migrations).Assembly;
        var suffix = $".{dialect}.sql";
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal))
                .Select(name => Read(assembly, name, suffix))
                .OrderBy(migration => migration.Number),
        ];
    }

    /// <summary>Refuses a database that is not exactly at, or compatibly ahead of, this program's schema.</summary>
    /// <exception cref="SchemaException">It was never migrated, lacks migrations, or is too new.</exception>
    public static Task RequireAsync(Database database, IReadOnlyList<Migration> migrations, CancellationToken ct) => database.ReadAsync(
        async connection =>
        {
            List<Applied> applied;
            try
            {
                applied = await AppliedAsync(connection);
            }
            catch (DbException)
            {
                // Whether the table is missing or may not be read: it was not made by "migrate" with this account.
                throw new SchemaException("The database has no schema of this program: run the command 'migrate' first.");
            }

            var pending = await PendingAsync(connection, database.Dialect, applied, migrations);
            return pending.Count == 0
                ? true
                : throw new SchemaException($"The database lacks migration {pending[0].Name}: run the command 'migrate' of this version first.");
        },
        ct);

    /// <exception cref="SchemaException">A migration was changed, or the database is of an earlier preview, or too new for this program.</exception>
    internal static async Task<IReadOnlyList<Migration>> PendingAsync(
        DbConnection connection, Dialect dialect, List<Applied> applied, IReadOnlyList<Migration> migrations, DbTransaction? transaction = null)
    {
        var known = migrations.ToDictionary(migration => migration.Number);
        foreach (var was in applied)
        {
            if (!known.TryGetValue(was.Number, out var file))
                continue;
            // Previews before the first release had other files under the same numbers; nothing leads from there to the baseline.
            if (file.Name != was.Name)
                throw new SchemaException($"The database was made by an earlier preview of this program ({was.Name}), which this version cannot read: {dialect.StartAnew(connection)}.");
            if (file.Checksum != was.Checksum)
                throw new SchemaException($"Migration {was.Name} was changed after it ran on this database: restore the file and put the change into a new migration.");
        }

        if (applied.Find(was => !known.ContainsKey(was.Number)) is { } unknown)
        {
            var newest = migrations.Count == 0 ? 0 : migrations[^1].Number;
            if (unknown.Number < newest || await FloorAsync(connection, transaction) > newest)
                throw new SchemaException($"The database has migration {unknown.Name}, which this program does not know: it was made by a newer version.");
        }

        var ran = applied.Select(was => was.Number).ToHashSet();
        return [.. migrations.Where(migration => !ran.Contains(migration.Number))];
    }

    /// <summary>A database without a floor says nothing about what older programs may do.</summary>
    private static async Task<int> FloorAsync(DbConnection connection, DbTransaction? transaction)
    {
        try
        {
            return await connection.QueryFirstAsync<int>("select oldest_program from schema_floor", transaction: transaction);
        }
        catch (DbException)
        {
            return int.MaxValue;
        }
    }

    internal static async Task<List<Applied>> AppliedAsync(DbConnection connection, DbTransaction? transaction = null) =>
        (await connection.QueryAsync<Applied>("select number, name, checksum from schema_migrations order by number", transaction: transaction)).AsList();

    internal const string CreateTable = """
        create table if not exists schema_migrations (
          number integer not null primary key,
          name varchar(100) not null,
          checksum varchar(64) not null,
          applied_at bigint not null
        )
        """;

    internal const string Record =
        "insert into schema_migrations (number, name, checksum, applied_at) values (@Number, @Name, @Checksum, @AppliedAt)";

    private static Migration Read(Assembly assembly, string resource, string suffix)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var name = resource[Prefix.Length..^suffix.Length];
        return new Migration(int.Parse(name.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }

    internal sealed record Applied
    {
        public int Number { get; init; }

        public string Name { get; init; } = "";

        public string Checksum { get; init; } = "";
    }
}
