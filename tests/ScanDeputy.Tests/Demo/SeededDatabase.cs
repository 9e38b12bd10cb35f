using Dapper;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Tests.Demo;

/// <summary>A SQLite database in a folder of its own, with the demo of a given start.</summary>
public sealed class SeededDatabase : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"scandeputy-demo-{Path.GetRandomFileName()}");

    private SeededDatabase(DateTimeOffset startAt)
    {
        Columns.Register();
        Clock = new FixedClock(startAt);
        Database = new SqliteDatabase(Path.Combine(_folder, "scandeputy.db"));
        Crypto = new PersonalData(KeyRing.OpenOrCreate(Path.Combine(_folder, "keys.json")));
        Migrator.Run(Database, Migrator.BuiltIn("sqlite"), Clock);
    }

    public SqliteDatabase Database { get; }

    public PersonalData Crypto { get; }

    public TimeProvider Clock { get; }

    public static SeededDatabase Empty(DateTimeOffset startAt) => new(startAt);

    public static async Task<SeededDatabase> SeedAsync(DateTimeOffset startAt, CancellationToken ct)
    {
        var seeded = new SeededDatabase(startAt);
        await seeded.Demo().SeedAsync(ct);
        return seeded;
    }

    public DemoData Demo(string environment = "Development") =>
        new(Database, Crypto, WorkingCalendar.Published, Clock, new NamedEnvironment { EnvironmentName = environment });

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters = null) =>
        (await Database.ReadAsync(connection => connection.QueryAsync<T>(sql, parameters), CancellationToken.None)).AsList();

    public async Task<T> ValueAsync<T>(string sql, object? parameters = null) => (await ListAsync<T>(sql, parameters))[0];

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class FixedClock(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at.ToUniversalTime();
    }

    private sealed class NamedEnvironment : IHostEnvironment
    {
        public required string EnvironmentName { get; set; }

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
