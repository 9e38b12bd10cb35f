using System.Text.RegularExpressions;
using Dapper;
using Microsoft.AspNetCore.Identity;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Commands;

/// <summary>The first administrator of an empty database, without SQL.</summary>
public sealed partial class FirstAdminTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await TestDatabases.DropAsync(_folder);
    }

    [Fact]
    public async Task The_command_lets_one_administrator_in_and_no_second()
    {
        Assert.Equal(0, (await CommandRun.RunAsync(_folder, "migrate")).ExitCode);
        var (wrong, faults) = await RunAsync("371399", "sl", "the admin", "12345");
        Assert.Equal(1, wrong);
        Assert.Contains("number_prefix", faults, StringComparison.Ordinal);
        (wrong, faults) = await RunAsync("371399", "SL", "the admin", "12345");
        Assert.Equal(1, wrong);
        Assert.Contains("userName", faults, StringComparison.Ordinal);
        Assert.Contains("phone", faults, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("select count(*) from jurisdictions"));

        var (done, said) = await RunAsync("371399", "SL", "admin", "13800138000");
        Assert.True(done == 0, said);
        var password = Password().Match(said).Value.Trim();
        var hash = await ReadAsync(connection => connection.QueryFirstAsync<string>("select password_hash from users where user_name = 'admin' and password_must_change = 1 and active = 1 and phone_hash is not null"));
        Assert.NotEqual(PasswordVerificationResult.Failed, new PasswordHasher<string>().VerifyHashedPassword("", hash, password));
        Assert.Equal(1, await CountAsync("select count(*) from user_roles where role = 'Administrator' and jurisdiction = '371399'"));

        var (second, refused) = await RunAsync("371399", "SL", "admin-b", "13800138001");
        Assert.Equal(1, second);
        Assert.Contains("已有在岗的管理员", refused, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("select count(*) from users"));

        // Whoever has left leaves the way open.
        var database = await TestDatabases.OpenAsync(_folder);
        await database.WriteAsync(scope => scope.ExecuteAsync("update users set active = 0"), Ct);
        await TestDatabases.CloseAsync(database);
        Assert.Equal(0, (await RunAsync("371399", "SL", "admin-b", "13800138001")).ExitCode);
        Assert.Equal(64, (await CommandRun.RunAsync(_folder, "first-admin", "--jurisdiction", "371399")).ExitCode);
    }

    private Task<(int ExitCode, string Output)> RunAsync(string jurisdiction, string prefix, string user, string phone) =>
        CommandRun.RunAsync(_folder, "first-admin", "--jurisdiction", jurisdiction, "--name", "示例区", "--prefix", prefix, "--user", user, "--phone", phone);

    private Task<long> CountAsync(string sql) => ReadAsync(connection => connection.ExecuteScalarAsync<long>(sql));

    private async Task<T> ReadAsync<T>(Func<System.Data.Common.DbConnection, Task<T>> work)
    {
        var database = await TestDatabases.OpenAsync(_folder);
        try
        {
            return await database.ReadAsync(work, Ct);
        }
        finally
        {
            await TestDatabases.CloseAsync(database);
        }
    }

    [GeneratedRegex("^[a-z2-9]{16}\\s*$", RegexOptions.Multiline | RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Password();
}
