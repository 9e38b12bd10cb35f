using System.Runtime.Versioning;
using Microsoft.Extensions.Configuration;
using ScanDeputy.Server.Platform;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Security;
using Xunit;

namespace ScanDeputy.Tests.Infra.Containers;

/// <summary>make-secrets.sh makes what the program takes, keeps what is there, and says what only WeChat can give.</summary>
[SupportedOSPlatform("linux")]
public sealed class MakeSecretsTests : IDisposable
{
    private const string AppSecret = "0123456789abcdef0123456789abcdef";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_program_takes_the_secrets_that_were_made()
    {
        (await MakeAsync("one", $"{AppSecret}\n", "--wechat-app-secret-file", "-")).ExpectDone();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Keys:File"] = _folder["one/keys.json"], ["WeChat:AppId"] = "wx0123456789abcdef" })
            .AddKeyPerFile(_folder["one"], optional: false).Build();

        ProductionSettings.Require(configuration);
        Assert.NotNull(RedisOptions.From(configuration));

        var ring = KeyRing.Open(_folder["one/keys.json"]);
        Assert.Equal("k1", ring.Current.Id);
        Assert.Equal(KeyAlgorithm.Aes, ring.Current.Algorithm);
        var keys = KeyFile.Read(_folder["one/keys.json"]).Keys;
        Assert.NotEqual(keys[0].Key, keys[0].Lookup);
        (await MakeAsync("sm", $"{AppSecret}\n", "--wechat-app-secret-file", "-", "--key-algorithm", KeyAlgorithm.Sm4.Name)).ExpectDone();
        Assert.Equal(KeyAlgorithm.Sm4, KeyRing.Open(_folder["sm/keys.json"]).Current.Algorithm);
        Assert.Equal(AppSecret, configuration["WeChat:AppSecret"]);
        Assert.Matches("^[A-Za-z0-9]{3,32}$", configuration["WeChat:CallbackToken"]!);
        Assert.Matches("^[A-Za-z0-9]{43}$", configuration["WeChat:EncodingAesKey"]!);
        Assert.Equal($"Server=mysql;Port=3306;Database=scandeputy;User ID=scandeputy;Password={configuration["mysql_password"]};SslMode=Preferred;Maximum Pool Size=40", configuration["Database:ConnectionString"]);
        Assert.Equal($"Server=mysql;Port=3306;Database=scandeputy;User ID=scandeputy_owner;Password={configuration["mysql_migrate_password"]};SslMode=Preferred;Maximum Pool Size=4", configuration["Database:MigrationConnectionString"]);
        Assert.Equal($"redis:6379,password={configuration["redis_auth"]!["requirepass ".Length..]},abortConnect=false,ssl=false", configuration["Redis:Configuration"]);
    }

    [Fact]
    public async Task Two_installations_have_nothing_in_common()
    {
        await MakeAsync("one", "");
        await MakeAsync("two", "");
        var one = Contents("one");
        Assert.Equal(InfraFiles.ProgramSecrets.Where(name => name != "WeChat__AppSecret").Concat([InfraFiles.OwnerSecret, "mysql_migrate_password", "mysql_password", "mysql_root_password", "redis_auth"]).Order(StringComparer.Ordinal), one.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(one.Values.Intersect(Contents("two").Values, StringComparer.Ordinal));
        Assert.Equal(3, new[] { one["mysql_password"], one["mysql_migrate_password"], one["mysql_root_password"] }.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task What_is_there_is_kept_and_what_is_missing_is_said()
    {
        var first = await MakeAsync("one", "");
        Assert.Equal(1, first.ExitCode);
        Assert.Contains("WeChat__AppSecret", first.Errors, StringComparison.Ordinal);
        var before = Contents("one");

        (await MakeAsync("one", AppSecret, "--wechat-app-secret-file", "-")).ExpectDone();
        Assert.Equal([.. before, KeyValuePair.Create("WeChat__AppSecret", AppSecret)], Contents("one").OrderBy(file => before.ContainsKey(file.Key) ? 0 : 1).ThenBy(file => file.Key, StringComparer.Ordinal));
        Assert.DoesNotContain(first.Output + first.Errors, before.Values);
    }

    [Theory]
    [InlineData("--private", UnixFileMode.UserRead)]
    [InlineData(null, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    public async Task Only_the_owner_enters_the_folder(string? option, UnixFileMode ofFiles)
    {
        await MakeAsync("one", "", option is null ? [] : [option]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["one"]));
        Assert.All(Directory.GetFiles(_folder["one"]), file => Assert.Equal(ofFiles, File.GetUnixFileMode(file)));
    }

    [Theory]
    [InlineData("10.0.0.7", "Server=10.0.0.7;Port=3306;")]
    [InlineData("db.example.com:3307", "Server=db.example.com;Port=3307;")]
    public async Task The_database_may_be_elsewhere(string where, string connection)
    {
        await MakeAsync("one", "", "--database", where, "--redis", "10.0.0.8:6380");
        Assert.StartsWith(connection, Contents("one")["Database__ConnectionString"], StringComparison.Ordinal);
        Assert.StartsWith("10.0.0.8:6380,", Contents("one")["Redis__Configuration"], StringComparison.Ordinal);
        // Nothing is said of TLS: then it is asked for, and verified.
        Assert.DoesNotContain("ssl", Contents("one")["Database__ConnectionString"] + Contents("one")["Redis__Configuration"], StringComparison.OrdinalIgnoreCase);
    }

    private Task<Tool.Ran> MakeAsync(string folder, string input, params string[] options) =>
        Tool.RunAsync("bash", [InfraFiles.MakeSecrets, "--directory", _folder[folder], .. options], input: input);

    private SortedDictionary<string, string> Contents(string folder) => new(
        Directory.GetFiles(_folder[folder]).ToDictionary(file => Path.GetFileName(file)!, file => File.ReadAllText(file).TrimEnd('\n'), StringComparer.Ordinal), StringComparer.Ordinal);
}
