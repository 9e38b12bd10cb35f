using Microsoft.Extensions.Logging.Abstractions;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.MySql;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>A test with an empty database of its own on the shared server, whichever database the store tests run on.</summary>
public abstract class MariaDbTest : IAsyncLifetime
{
    private readonly string _name = "m_" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(12));
    private readonly List<MySqlDatabase> _opened = [];

    protected MariaDbServer Server { get; private set; } = null!;

    protected MySqlDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        MariaDbServer.SkipWithout();
        Columns.Register();
        Server = await MariaDbServer.SharedAsync();
        await Server.ExecuteAsync($"create database {_name}");
        Database = Open();
    }

    public virtual async ValueTask DisposeAsync()
    {
        _opened.ForEach(database => database.Dispose());
        if (Server is not null)
            await Server.ExecuteAsync($"drop database {_name}");
        GC.SuppressFinalize(this);
    }

    /// <summary>Of this test's database, for programs of its own.</summary>
    protected string ConnectionString(int pool = 20) => Server.ConnectionString(_name, pool);

    protected MySqlDatabase Open(int pool = 20)
    {
        var database = Open(ConnectionString(pool));
        _opened.Add(database);
        return database;
    }

    protected static MySqlDatabase Open(string connectionString) => new(new MySqlDriver(connectionString), NullLogger<MySqlDatabase>.Instance);
}
