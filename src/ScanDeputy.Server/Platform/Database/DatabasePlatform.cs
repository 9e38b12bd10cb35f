using ScanDeputy.Server.Platform.Checks;
using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.Server.Platform.Database.Sqlite;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>A MySQL server when a connection string is given, otherwise one SQLite file in the data folder.</summary>
public static class DatabasePlatform
{
    public const string ConnectionSetting = "Database:ConnectionString";

    /// <summary>The account that owns the schema, for the command <c>migrate</c> alone; without it the running account changes the schema as well.</summary>
    public const string OwnerSetting = "Database:MigrationConnectionString";

    /// <exception cref="RefuseToStartException">The connection string cannot be read.</exception>
    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration, string directory)
    {
        Columns.Register();
        if (configuration[ConnectionSetting] is { Length: > 0 } connectionString)
            return services.AddMySql(connectionString);

        services.AddSingleton(_ => new SqliteDatabase(Path.Combine(directory, "scandeputy.db")));
        services.AddSingleton<Database>(provider => provider.GetRequiredService<SqliteDatabase>());
        return services;
    }

    private static IServiceCollection AddMySql(this IServiceCollection services, string connectionString)
    {
        var driver = DriverOf(ConnectionSetting, connectionString);
        services.AddSingleton(provider => new MySqlDatabase(driver, provider.GetRequiredService<ILogger<MySqlDatabase>>()));
        services.AddSingleton<Database>(provider => provider.GetRequiredService<MySqlDatabase>());
        return services.AddSingleton<IDependencyCheck, RunningAccountCheck>();
    }

    /// <summary>The database as the owner of its schema sees it; null where no such account is configured. The caller closes it.</summary>
    /// <exception cref="RefuseToStartException">The connection string cannot be read.</exception>
    public static MySqlDatabase? OpenAsOwner(IServiceProvider services) =>
        services.GetService<MySqlDatabase>() is not null && services.GetRequiredService<IConfiguration>()[OwnerSetting] is { Length: > 0 } text
            ? new MySqlDatabase(DriverOf(OwnerSetting, text), services.GetRequiredService<ILogger<MySqlDatabase>>())
            : null;

    private static MySqlDriver DriverOf(string setting, string connectionString)
    {
        try
        {
            return new MySqlDriver(connectionString);
        }
        catch (ArgumentException)
        {
            // The driver's own text would repeat parts of the string, and with them the password.
            throw new RefuseToStartException($"{setting.Replace(":", "__", StringComparison.Ordinal)} cannot be read: write it like 'Server=db;Port=3306;User ID=scandeputy;Password=…;Database=scandeputy'.");
        }
    }

    /// <returns>The names of the migrations that ran now.</returns>
    /// <exception cref="SchemaException">See the migrators.</exception>
    public static async Task<IReadOnlyList<string>> MigrateAsync(this Database database, TimeProvider clock, CancellationToken ct)
    {
        var migrations = Migrations.BuiltIn(database.Dialect.Name);
        return database is MySqlDatabase mySql
            ? await MySqlMigrator.RunAsync(mySql, migrations, clock, ct)
            : await SqliteMigrator.RunAsync((SqliteDatabase)database, migrations, clock);
    }
}
