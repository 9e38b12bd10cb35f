using System.Xml.Linq;
using MySqlConnector;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Security;

public sealed class TokenKeyRepositoryTests : MariaDbTest
{
    [Fact]
    public async Task A_database_that_goes_away_during_the_start_leaves_the_keys_that_were_loaded_and_only_for_the_start()
    {
        await Database.ExecuteAloneAsync("create table data_protection_keys (id varchar(64) not null primary key, xml text not null)", null, CancellationToken.None);
        new TokenKeyRepository(Database).StoreElement(new XElement("key", "1"), "");
        var gate = new TcpBalancer(Server.Port);
        var behind = new MySqlConnectionStringBuilder(ConnectionString()) { Port = (uint)gate.Port, Pooling = false };
        using var database = Open(behind.ConnectionString);
        var keys = new TokenKeyRepository(database);
        await keys.LoadAsync(CancellationToken.None);

        await gate.DisposeAsync();

        Assert.Equal("1", Assert.Single(keys.GetAllElements()).Value);
        Assert.Throws<DatabaseUnavailableException>(keys.GetAllElements);
    }
}
