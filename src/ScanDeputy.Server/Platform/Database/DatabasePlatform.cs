using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.Server.Platform.Database.Sqlite;

namespace ScanDeputy.Server.Platform.Database;

/// <summary>A MySQL server when a connection string is given, otherwise one SQLite file in the data folder.</summary>
public static class DatabasePlatform
{
    public const string ConnectionSetting = "Database:ConnectionString";

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
        try
        {
            var driver = new MySqlDriver(connectionString);
            services.AddSingleton(provider => new MySqlDatabase(driver, provider.GetRequiredService<ILogger<MySqlDatabase>>()));
            services.AddSingleton<Database>(provider => provider.GetRequiredService<MySqlDatabase>());
            return services;
        }
        catch (ArgumentException)
        {
            // The driver's own text would repeat parts of the string, and with them the password.
            throw new RefuseToStartException("Database__ConnectionString cannot be read: write it like 'Server=db;Port=3306;User ID=scandeputy;Password=…;Database=scandeputy'.");
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
