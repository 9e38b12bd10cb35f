using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Checks;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Commands;

public sealed class CheckCommandTests : IDisposable
{
    private static readonly string[] UsualTime = ["--Sandbox:StartAt", TestServer.UsualStart.ToString("O", CultureInfo.InvariantCulture)];

    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Of_the_demo_every_line_is_ok()
    {
        await using var server = await CaughtUpAsync();
        var (exitCode, output) = await CommandRun.RunAsync(server.Directory, "check", UsualTime);
        Assert.True(exitCode == 0, output);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        foreach (var name in (string[])["settings", "database", "schema", "calendar", "keys", "encrypted-data", "cases-without-stage", "late-without-alert", "outbox-stuck", "orphaned-leases"])
            Assert.Single(lines, line => line.Contains($" {name}: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_is_a_line_and_exit_code_1()
    {
        await using var server = await CaughtUpAsync();
        await server.Services.GetRequiredService<Database>().WriteAsync(scope => scope.ExecuteAsync("delete from stages where ended_at is null"), CancellationToken.None);
        var (exitCode, output) = await CommandRun.RunAsync(server.Directory, "check", UsualTime);
        Assert.Equal(1, exitCode);
        Assert.Contains("FAULT   cases-without-stage: ", output, StringComparison.Ordinal);

        var (_, later) = await CommandRun.RunAsync(server.Directory, "check", "--Sandbox:StartAt", "2026-12-01T09:00:00+08:00");
        Assert.Contains("FAULT   calendar: the holidays of 2027 are missing", later, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_file_is_a_fault()
    {
        await using var server = await CaughtUpAsync();
        var other = Path.Combine(_folder, "keys.json");
        ScanDeputy.Server.Platform.Security.KeyRing.OpenOrCreate(other);
        var (exitCode, output) = await CommandRun.RunAsync(server.Directory, "check", [.. UsualTime, "--Keys:File", other]);
        Assert.Equal(1, exitCode);
        Assert.Contains("FAULT   encrypted-data: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_first_migration_it_says_so()
    {
        var (exitCode, output) = await CommandRun.RunAsync(_folder, "check", UsualTime);
        Assert.Equal(1, exitCode);
        Assert.Contains("run", output, StringComparison.Ordinal);
        Assert.Contains("migrate", output, StringComparison.Ordinal);
        Assert.Contains("warning watchdog: not looked at", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_a_line()
    {
        var (exitCode, output) = await CommandRun.RunWithAsync(
            ["check", "--Data:Directory", _folder, .. UsualTime, "--Database:ConnectionString", $"Server=127.0.0.1;Port={FreePort.Next()};User ID=x;Password=secret-of-the-test;Database=x;SslMode=None"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("FAULT   database: 127.0.0.1:", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-the-test", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Redis_that_is_away_is_a_warning_and_one_that_answers_is_ok()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/redis-server"), "redis-server is not installed; infra/test.sh installs it.");
        await using var server = await CaughtUpAsync();
        await using var redis = await RedisServer.StartAsync();
        string[] options = [.. UsualTime, "--Redis:Configuration", redis.Configuration];
        Assert.Contains("ok      redis: ", (await CommandRun.RunAsync(server.Directory, "check", options)).Output, StringComparison.Ordinal);

        await redis.StopAsync();
        var (exitCode, output) = await CommandRun.RunAsync(server.Directory, "check", options);
        Assert.True(exitCode == 0, output);
        Assert.Contains("warning redis: ", output, StringComparison.Ordinal);
    }

    private static async Task<TestServer> CaughtUpAsync()
    {
        var server = await TestServer.StartAsync();
        using var anyone = server.Anonymous();
        (await anyone.AdvanceAsync("PT1M")).Expect(System.Net.HttpStatusCode.OK);
        return server;
    }
}

/// <summary>The clocks of machines that share a database.</summary>
public sealed class ClockCheckTests : MariaDbTest
{
    [Theory]
    [InlineData(0, CheckLevel.Ok)]
    [InlineData(-5, CheckLevel.Warning)]
    [InlineData(5, CheckLevel.Warning)]
    [InlineData(60, CheckLevel.Fault)]
    [InlineData(-60, CheckLevel.Fault)]
    public async Task Skew_is_judged_by_its_size(int seconds, CheckLevel level)
    {
        var clock = new FakeTimeProvider(WallClock.Real.GetUtcNow().AddSeconds(seconds));
        var result = Assert.Single(await new ClockCheck(Database, new Node(Profile.Production, NodeRoles.Api), clock).RunAsync(CancellationToken.None));
        Assert.Equal(level, result.Level);
        Assert.Contains(seconds > 2 ? "behind" : "s ", result.Text, StringComparison.Ordinal);
    }
}
