namespace ScanDeputy.Server.Platform.Database;

/// <summary>The embedded profile's database: one SQLite file in the data folder.</summary>
public static class DatabasePlatform
{
    public static IServiceCollection AddSqlite(this IServiceCollection services, string directory)
    {
        Columns.Register();
        services.AddSingleton(_ => new SqliteDatabase(Path.Combine(directory, "scandeputy.db")));
        services.AddSingleton<Database>(provider => provider.GetRequiredService<SqliteDatabase>());
        return services;
    }
}
