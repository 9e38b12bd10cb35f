using Dapper;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Features.Network.Receptions.Bookings;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.SecondFactor;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.Tests.Demo;

/// <summary>A database of its own, with the demo of a given start.</summary>
public sealed class SeededDatabase : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"scandeputy-demo-{Path.GetRandomFileName()}");

    private SeededDatabase(DateTimeOffset startAt)
    {
        Clock = new FakeTimeProvider(startAt.ToUniversalTime());
        Keys = KeyRing.OpenOrCreate(Path.Combine(_folder, "keys.json"));
        Crypto = new PersonalData(Keys);
    }

    public Database Database { get; private set; } = null!;

    public KeyRing Keys { get; }

    public PersonalData Crypto { get; }

    public TimeProvider Clock { get; }

    public static async Task<SeededDatabase> EmptyAsync(DateTimeOffset startAt)
    {
        var empty = new SeededDatabase(startAt);
        empty.Database = await TestDatabases.OpenAsync(empty._folder);
        await empty.Database.MigrateAsync(empty.Clock, CancellationToken.None);
        await CalendarNotices.RecordPublishedAsync(empty.Database, empty.Clock, CancellationToken.None);
        return empty;
    }

    public static async Task<SeededDatabase> SeedAsync(DateTimeOffset startAt, CancellationToken ct)
    {
        var seeded = await EmptyAsync(startAt);
        await seeded.Demo().SeedAsync(ct);
        return seeded;
    }

    public DemoData Demo(string environment = "Development") =>
        new(Database, Crypto, Clock, new NamedEnvironment { EnvironmentName = environment });

    public ImportMasterData Import()
    {
        var book = new RuleBook();
        var notices = new NoticeWriter(Clock);
        return new ImportMasterData(
            Database, Crypto, book, new ReceptionPlanner(book, new BookingLine(new BookingNews(notices, book, Clock), Clock), Clock),
            new StaffClosing(new SessionStore(Database, Crypto, Clock, new StaffSessionOptions(), new SecondFactorOptions([])), notices, Clock), Clock);
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters = null) =>
        (await Database.ReadAsync(connection => connection.QueryAsync<T>(sql, parameters), CancellationToken.None)).AsList();

    public async Task<T> ValueAsync<T>(string sql, object? parameters = null) => (await ListAsync<T>(sql, parameters))[0];

    public async ValueTask DisposeAsync()
    {
        await TestDatabases.CloseAsync(Database);
        await TestDatabases.DropAsync(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class NamedEnvironment : IHostEnvironment
    {
        public required string EnvironmentName { get; set; }

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
