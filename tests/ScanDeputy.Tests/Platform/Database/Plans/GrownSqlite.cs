using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScanDeputy.Benchmarks;
using ScanDeputy.Server;
using ScanDeputy.Server.Platform.Database.Sqlite;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database.Plans;

/// <summary>
/// A county after ten years in a SQLite file. One program has made it and signs people in; another one on the same file tells each statement.
/// </summary>
public sealed class GrownSqlite : IAsyncLifetime
{
    private string? _folder;
    private TestServer? _maker;
    private WebApplication? _program;
    private SqliteConnection? _connection;

    internal TracedDatabase Traced { get; private set; } = null!;

    internal IServiceProvider Services => _program!.Services;

    internal SqliteConnection Connection => _connection!;

    public async ValueTask InitializeAsync()
    {
        if (TestDatabases.OnMariaDb)
            return;

        try
        {
            await GrowAsync();
        }
        catch
        {
            // Nobody disposes what did not begin.
            await DisposeAsync();
            throw;
        }
    }

    private async Task GrowAsync()
    {
        _folder = Directory.CreateTempSubdirectory("scandeputy-grown-").FullName;
        _maker = await TestServer.StartAsync(TestServer.UsualStart, _folder);
        await GrownCounty.GrowAsync(_maker.Services.GetRequiredService<Server.Platform.Database.Database>(), GrownMariaDb.Cases);
        _program = ServerSetup.Build(
            ["--urls", "http://127.0.0.1:0", "--Data:Directory", _folder, "--Sandbox:StartAt", TestServer.UsualStart.ToString("O", CultureInfo.InvariantCulture), "--Jobs:Enabled", "false"],
            WallClock.Real,
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<Server.Platform.Database.Database>(services => Traced = new TracedDatabase(services.GetRequiredService<SqliteDatabase>()));
            });
        await _program.StartAsync();
        _program.Services.GetRequiredService<Server.Platform.Database.Database>();
        _connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "scandeputy.db")}");
        await _connection.OpenAsync();
    }

    internal async Task<ApiClient> AsAsync(string persona)
    {
        using var client = await _maker!.AsAsync(persona);
        return new ApiClient(new Uri(_program!.Urls.First()), client.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is null)
            return;

        if (_connection is not null)
            await _connection.DisposeAsync();
        if (_program is not null)
        {
            await _program.StopAsync();
            await _program.DisposeAsync();
        }

        if (_maker is not null)
            await _maker.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
