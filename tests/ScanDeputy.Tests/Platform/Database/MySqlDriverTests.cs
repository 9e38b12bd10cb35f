using MySqlConnector;
using ScanDeputy.Server.Platform.Database.MySql;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database;

/// <summary>What a connection string that says nothing of it means.</summary>
public sealed class MySqlDriverTests
{
    [Theory]
    [InlineData("Server=127.0.0.1", MySqlSslMode.Preferred)]
    [InlineData("Server=localhost", MySqlSslMode.Preferred)]
    [InlineData("Server=::1", MySqlSslMode.Preferred)]
    [InlineData("Server=db.example.com", MySqlSslMode.VerifyFull)]
    [InlineData("Server=10.0.0.7", MySqlSslMode.VerifyFull)]
    [InlineData("Server=127.0.0.1,10.0.0.7", MySqlSslMode.VerifyFull)]
    [InlineData("Server=mysql;SslMode=Preferred", MySqlSslMode.Preferred)]
    [InlineData("Server=mysql;SSL Mode=Required", MySqlSslMode.Required)]
    [InlineData("Server=127.0.0.1;SslMode=VerifyCA", MySqlSslMode.VerifyCA)]
    public void Another_machine_is_reached_over_verified_tls_unless_said_otherwise(string connectionString, MySqlSslMode mode)
    {
        using var driver = new MySqlDriver(connectionString);
        Assert.Equal(mode, driver.SslMode);
    }
}
