using System.Net.Sockets;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Faults;

/// <summary>A production start with a setting missing or weak: one line that names it, exit code 78, and nobody listens.</summary>
[Collection(FaultsCollection.Name)]
public sealed class StartRefusalTests : IDisposable
{
    private const string WeakKeys = """{"Keys":[{"Id":"k1","Key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}],"Lookup":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""";
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Profile", "somewhere", "'somewhere' is unknown")]
    [InlineData("Roles", "boss", "'boss' is unknown")]
    [InlineData("Roles", ",", "Roles is empty")]
    [InlineData("ASPNETCORE_ENVIRONMENT", "Development", "does not start in Development")]
    [InlineData("Database__ConnectionString", null, "Database__ConnectionString is missing")]
    [InlineData("Database__ConnectionString", "Server=db;User ID=scandeputy", "Database__ConnectionString has no password")]
    [InlineData("Database__ConnectionString", "Server=db;User ID=scandeputy;Password=short", "Database__ConnectionString has no password of at least 16")]
    [InlineData("Database__ConnectionString", "Colour=red;Password=0123456789abcdef", "Database__ConnectionString cannot be read")]
    [InlineData("Redis__Configuration", null, "Redis__Configuration is missing")]
    [InlineData("Redis__Configuration", "redis:6379", "Redis__Configuration has no password")]
    [InlineData("Redis__Configuration", "redis:6379,password=short", "Redis__Configuration has no password of at least 16")]
    [InlineData("Redis__Patience", "00:00:01", "Redis__Patience is longer than 00:00:00.2")]
    [InlineData("Keys__File", null, "Keys__File is missing")]
    [InlineData("Keys__Algorithm", "AES", "Keys__Algorithm is none of")]
    [InlineData("Ledger__Hash", "MD5", "Ledger__Hash is none of")]
    [InlineData("Keys__File", "/nowhere/keys.json", "Keys__File names a file that does not exist")]
    [InlineData("Keys__File", "text:no keys", "Keys__File names a file that cannot be read")]
    [InlineData("Keys__File", "text:{}", "Keys__File is not usable")]
    [InlineData("Keys__File", "text:" + WeakKeys, "Keys__File is not usable")]
    [InlineData("WeChat__AppId", null, "WeChat__AppId is missing")]
    [InlineData("WeChat__AppId", "wx5a4db0c000000001", "WeChat__AppId is the demo's")]
    [InlineData("WeChat__AppSecret", null, "WeChat__AppSecret is missing")]
    [InlineData("WeChat__AppSecret", "short", "WeChat__AppSecret is missing or has fewer")]
    [InlineData("WeChat__BaseAddress", "http://wechat.example", "WeChat__BaseAddress must be an https address")]
    [InlineData("WeChat__EncodingAesKey", "short", "WeChat:EncodingAesKey")]
    [InlineData("WeChat__PublicAddress", "https://rd.example", "WeChat__CallbackToken is missing")]
    [InlineData("WeChat__Timeout", "soon", "WeChat:Timeout")]
    [InlineData("Sandbox__StartAt", "2026-12-28T09:00:00+08:00", "Sandbox__* belongs to the embedded profile")]
    [InlineData("Shutdown__Drain", "00:01:00", "Shutdown__Drain must lie between")]
    [InlineData("Shutdown__Drain", "never", "Shutdown:Drain")]
    [InlineData("Database__Patience", "long", "Database:Patience")]
    [InlineData("Limits__WritesPerAddress", "-1", "Limits__")]
    [InlineData("Proxies__Trusted", "everybody", "Proxies__Trusted")]
    [InlineData("Secrets__Directory", "/nowhere", "/nowhere")]
    public async Task A_bad_setting_is_named(string name, string? value, string words)
    {
        MariaDbServer.SkipWithout();
        var settings = await GoodSettingsAsync("mysql");
        if (value is null)
            settings.Remove(name);
        else
            settings[name] = value.StartsWith("text:", StringComparison.Ordinal) ? await FileAsync(value[5..]) : value;
        var line = await RefusedAsync(settings);
        Assert.Contains(words, line, StringComparison.Ordinal);
        if (value is { Length: > 4 } && name is "WeChat__AppSecret" or "Redis__Configuration")
            Assert.DoesNotContain("short", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_waited_for_and_named()
    {
        MariaDbServer.SkipWithout();
        var settings = await GoodSettingsAsync("mysql");
        settings["Database__ConnectionString"] = $"Server=127.0.0.1;Port={FreePort.Next()};User ID=scandeputy;Password=nobody-knows-this-one;Database=scandeputy;SslMode=None";
        settings["Database__Patience"] = "00:00:01";
        var line = await RefusedAsync(settings, quietly: false);
        Assert.Contains("Database__ConnectionString: The database at 127.0.0.1", line, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody-knows", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_refuses_the_account_says_so()
    {
        MariaDbServer.SkipWithout();
        var settings = await GoodSettingsAsync("mysql");
        settings["Database__ConnectionString"] = settings["Database__ConnectionString"].Replace(MariaDbServer.Password, "not-the-right-one", StringComparison.Ordinal);
        settings["Database__Patience"] = "00:00:01";
        Assert.Contains("refuses the account", await RefusedAsync(settings, quietly: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_without_the_schema_is_refused()
    {
        MariaDbServer.SkipWithout();
        Assert.Contains("run the command 'migrate'", await RefusedAsync(await GoodSettingsAsync("mysql")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_s_data_are_refused_by_the_start_and_by_every_command_that_touches_them()
    {
        MariaDbServer.SkipWithout();
        var name = "d_" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(10));
        var seed = await ClusterSeed.CopyAsync(name);
        var server = await MariaDbServer.SharedAsync();
        try
        {
            await server.ExecuteAsync($"update {name}.jurisdictions set is_demo = 1 where code = '371311'");
            var settings = await GoodSettingsAsync(name);
            settings["Keys__File"] = seed.KeysFile;
            Assert.Contains("are the demo's", await RefusedAsync(settings), StringComparison.Ordinal);
            foreach (var command in (string[])["migrate", "check"])
            {
                await using var ran = await ServerProcess.RunToEndAsync(settings, command);
                Assert.True(ran.ExitCode == 1, ran.Output);
                Assert.Contains("are the demo's", ran.Output, StringComparison.Ordinal);
            }
        }
        finally
        {
            await server.ExecuteAsync($"drop database {name}");
        }
    }

    private async Task<Dictionary<string, string>> GoodSettingsAsync(string database) => new(StringComparer.Ordinal)
    {
        ["Profile"] = "production",
        ["Database__ConnectionString"] = (await MariaDbServer.SharedAsync()).ConnectionString(database),
        ["Redis__Configuration"] = $"127.0.0.1:1,password={ProductionCluster.RedisPassword}",
        ["Keys__File"] = await FileAsync($$"""{"Keys":[{"Id":"k1","Key":"{{NewKey()}}"}],"Lookup":"{{NewKey()}}"}"""),
        ["WeChat__AppId"] = "wx0123456789abcdef",
        ["WeChat__AppSecret"] = "0123456789abcdef0123456789abcdef",
        ["Operations__Urls"] = $"http://127.0.0.1:{FreePort.Next()}",
    };

    private async Task<string> FileAsync(string text)
    {
        var file = Path.Combine(_folder, $"{Directory.GetFiles(_folder).Length}.json");
        await File.WriteAllTextAsync(file, text);
        return file;
    }

    private static string NewKey() => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    /// <param name="settings">All of them.</param>
    /// <param name="quietly">False when the log may tell of the waiting before.</param>
    /// <returns>The one line.</returns>
    internal static async Task<string> RefusedAsync(IReadOnlyDictionary<string, string> settings, bool quietly = true)
    {
        var port = FreePort.Next();
        await using var server = await ServerProcess.RunToEndAsync(settings, "--urls", $"http://127.0.0.1:{port}");
        Assert.True(server.ExitCode == 78, $"{server.ExitCode}: {server.Output}");
        if (quietly)
            Assert.Equal(server.Errors, server.Output);
        using var tcp = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => tcp.ConnectAsync("127.0.0.1", port));
        return Assert.Single(server.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
