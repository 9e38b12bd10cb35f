using Dapper;
using Microsoft.AspNetCore.Identity;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Tests.Features.Administration;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Commands;

public sealed class ImportCommandTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;

    private string Passwords => Path.Combine(_folder, "passwords.csv");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await TestDatabases.DropAsync(_folder);
    }

    [Fact]
    public async Task The_example_founds_a_jurisdiction_and_a_second_run_changes_nothing()
    {
        Assert.Equal(0, (await CommandRun.RunAsync(_folder, "migrate")).ExitCode);
        var (dry, planned) = await CommandRun.RunAsync(_folder, "import", "--dry-run", "--folder", ImportTests.Example);
        Assert.True(dry == 0, planned);
        Assert.Contains("dry run", planned, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("select count(*) from jurisdictions"));

        var (first, said) = await CommandRun.RunAsync(_folder, "import", "--folder", ImportTests.Example, "--passwords", Passwords);
        Assert.True(first == 0, said);
        Assert.Matches(@"stations +3 new +0 changed", said);
        Assert.Contains("14 new passwords", said, StringComparison.Ordinal);
        Assert.Equal(14, await CountAsync("select count(*) from users where phone_hash is not null and password_hash is not null"));
        Assert.Equal(3, await CountAsync("select count(*) from station_codes where status = 'Active'"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Passwords));
        await AssertPasswordsAsync();
        await AssertCodesAsync(said);

        var (second, again) = await CommandRun.RunAsync(_folder, "import", "--folder", ImportTests.Example, "--passwords", Passwords + "2");
        Assert.True(second == 0, again);
        Assert.DoesNotMatch(@" [1-9][0-9]* (new|changed)", again);
        Assert.Contains("\n0 new passwords", again, StringComparison.Ordinal);
        Assert.Equal(1, (await CommandRun.RunAsync(_folder, "check", "--Sandbox:StartAt", "2026-12-01T09:00:00+08:00")).ExitCode);
        Assert.Equal(0, (await CommandRun.RunAsync(_folder, "check", "--Sandbox:StartAt", "2026-05-15T09:00:00+08:00")).ExitCode);
    }

    [Fact]
    public async Task Wrong_files_are_listed_and_an_existing_file_of_passwords_is_not_touched()
    {
        Assert.Equal(0, (await CommandRun.RunAsync(_folder, "migrate")).ExitCode);
        var wrong = Directory.CreateDirectory(Path.Combine(_folder, "wrong")).FullName;
        await File.WriteAllTextAsync(Path.Combine(wrong, "jurisdiction.csv"), "code,name,number_prefix\n371399,示例区,sl\n", Ct);
        var (exitCode, output) = await CommandRun.RunAsync(_folder, "import", "--folder", wrong);
        Assert.Equal(1, exitCode);
        Assert.Contains("jurisdiction.csv 第 2 行 number_prefix 列：“sl”只能用大写英文字母", output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Passwords, "mine", Ct);
        Assert.Equal(64, (await CommandRun.RunAsync(_folder, "import", "--folder", ImportTests.Example, "--passwords", Passwords)).ExitCode);
        Assert.Equal("mine", await File.ReadAllTextAsync(Passwords, Ct));
    }

    private async Task AssertPasswordsAsync()
    {
        var lines = (await File.ReadAllLinesAsync(Passwords, Ct)).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(14, lines.Count);
        var hash = await ReadAsync(connection => connection.QueryFirstAsync<string>("select password_hash from users where user_name = @Name", new { Name = lines[0][0] }));
        Assert.NotEqual(PasswordVerificationResult.Failed, new PasswordHasher<string>().VerifyHashedPassword("", hash, lines[0][1]));
    }

    private async Task AssertCodesAsync(string said)
    {
        var codes = await ReadAsync(connection => connection.QueryAsync<string>("select code from station_codes"));
        Assert.All(codes, text => Assert.True(StationCode.TryParse(text, out var code) && said.Contains(code.Display, StringComparison.Ordinal)));
    }

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
}
