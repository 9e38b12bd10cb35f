using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Database.MySql;
using ScanDeputy.WeChat.Sandbox;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>
/// The production profile as it runs in life: processes of their own, a MariaDB, a Redis, and the sandbox as the WeChat that they
/// reach over the wire. Every process can be killed and started again. A line at error level in any log fails the test.
/// </summary>
public sealed class ProductionCluster : IAsyncDisposable
{
    public const string RedisPassword = "redis-of-the-tests";
    public const string ProgressTemplate = "ClusterProgress0000000000000000000000000000";
    public const string WorkTemplate = "ClusterWork00000000000000000000000000000000";
    private const string AppId = "wx5a4db0c000000099";
    private const string AppSecret = "5a4db0c05a4db0c05a4db0c05a4db099";

    private readonly string _folder;
    private readonly int _port;
    private readonly Func<Task> _end;
    private readonly List<ClusterNode> _nodes = [];

    private ProductionCluster(string folder, MariaDbServer mariaDb, int port, Func<Task> end, RedisServer redis, WeChatSandbox weChat, ClusterSeed seed) =>
        (_folder, MariaDb, _port, _end, Redis, WeChat, Seed) = (folder, mariaDb, port, end, redis, weChat, seed);

    public MariaDbServer MariaDb { get; }

    public RedisServer Redis { get; }

    public WeChatSandbox WeChat { get; }

    public ClusterSeed Seed { get; }

    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    /// <summary>What every node is told, beside its roles.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    /// <param name="ownMariaDb">True for tests that kill the database.</param>
    public static async Task<ProductionCluster> StartAsync(bool ownMariaDb = false)
    {
        MariaDbServer.SkipWithout();
        var folder = NewFolder();
        var name = "c_" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(10));
        if (!ownMariaDb)
        {
            var shared = await MariaDbServer.SharedAsync();
            return await StartAsync(folder, shared, shared.Port, () => shared.ExecuteAsync($"drop database {name}"), await ClusterSeed.CopyAsync(name));
        }

        var own = await MariaDbServer.StartAsync();
        return await StartAsync(folder, own, own.Port, () => own.DisposeAsync().AsTask(), await ClusterSeed.MakeAsync(own, name, folder));
    }

    /// <summary>On a database that is there already and is the caller's.</summary>
    /// <param name="port">Where the nodes reach it.</param>
    public static Task<ProductionCluster> StartAsync(MariaDbServer mariaDb, int port, ClusterSeed seed) =>
        StartAsync(NewFolder(), mariaDb, port, () => Task.CompletedTask, seed);

    private static async Task<ProductionCluster> StartAsync(string folder, MariaDbServer mariaDb, int port, Func<Task> end, ClusterSeed seed)
    {
        Columns.Register();
        var cluster = new ProductionCluster(folder, mariaDb, port, end, await RedisServer.StartAsync(RedisPassword), await StartWeChatAsync(), seed);
        cluster.FillSettings();
        foreach (var person in seed.People)
            cluster.Introduce(person.OpenId);
        return cluster;
    }

    private static string NewFolder() => Directory.CreateTempSubdirectory("scandeputy-nodes-").FullName;

    public ClusterNode Add(string roles, string? program = null)
    {
        var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal)
        {
            ["Roles"] = roles,
            ["Operations__Urls"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"),
        };
        var node = new ClusterNode($"{roles}-{_nodes.Count + 1}", settings, program);
        _nodes.Add(node);
        return node;
    }

    public async Task<ClusterNode> StartNodeAsync(string roles)
    {
        var node = Add(roles);
        await node.StartAsync();
        return node;
    }

    /// <summary>The cluster's database as the program sees it. The caller closes it.</summary>
    public MySqlDatabase OpenDatabase(int pool = 4) =>
        new(new MySqlDriver(MariaDb.ConnectionString(Seed.Database, pool, _port)), NullLogger<MySqlDatabase>.Instance);

    /// <summary>Somebody signs in on one node; the token is good for all.</summary>
    public async Task<ApiAnswer> SignInAsync(string openId, ClusterNode node)
    {
        using var nobody = new ApiClient(node.Address, null);
        return (await nobody.PostAsync("/api/v1/auth/wechat", new { code = WeChat.Control.IssueLoginCode(openId) })).Expect(System.Net.HttpStatusCode.OK);
    }

    public async Task<ApiClient> AsAsync(string persona, ClusterNode node) => new(node.Address, (string)(await SignInAsync(OpenIdOf(persona), node))["accessToken"]!);

    public string OpenIdOf(string persona) => Seed.People.Single(person => person.Name == persona).OpenId;

    /// <summary>A person new to the program, whose phone takes its messages.</summary>
    public string NewOpenId() => Introduce(null);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await WeChat.DisposeAsync();
        await Redis.DisposeAsync();
        await _end();
        Directory.Delete(_folder, recursive: true);
        var errors = _nodes.SelectMany(node => ErrorsOf(node.Log).Select(line => $"{node.Name}: {line}")).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors.Take(20)));
    }

    /// <summary>In the console's format the exception follows on lines of its own.</summary>
    private static IEnumerable<string> ErrorsOf(string log)
    {
        var lines = log.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("fail:", StringComparison.Ordinal) || lines[i].StartsWith("crit:", StringComparison.Ordinal) || lines[i].Contains("Unhandled exception", StringComparison.Ordinal)
                || lines[i].Contains("\"level\":\"Error\"", StringComparison.Ordinal) || lines[i].Contains("\"level\":\"Critical\"", StringComparison.Ordinal))
                yield return string.Join('\n', lines.Skip(i).Take(8));
        }
    }

    private string Introduce(string? openId)
    {
        var user = WeChat.Control.PutUser(openId);
        foreach (var template in WeChat.Control.Templates)
            WeChat.Control.AcceptSubscription(user.OpenId, template.Id);
        return user.OpenId;
    }

    private void FillSettings()
    {
        Settings["Profile"] = "production";
        Settings["Database__ConnectionString"] = MariaDb.ConnectionString(Seed.Database, port: _port);
        Settings["Redis__Configuration"] = Redis.Configuration;
        Settings["Keys__File"] = Seed.KeysFile;
        Settings["WeChat__BaseAddress"] = WeChat.BaseAddress.OriginalString;
        Settings["WeChat__AppId"] = AppId;
        Settings["WeChat__AppSecret"] = AppSecret;
        Settings["WeChat__Templates__Progress"] = ProgressTemplate;
        Settings["WeChat__Templates__Work"] = WorkTemplate;
        // All load comes from one address and goes to few stations: the limits are asked and never reached.
        Settings["Limits__SubmissionsPerUser"] = Settings["Limits__SubmissionsPerStation"] = Settings["Limits__WritesPerAddress"] = "1000000";
    }

    private static Task<WeChatSandbox> StartWeChatAsync()
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal) { ["character_string1"] = "编号", ["thing2"] = "内容", ["time3"] = "时间" };
        var options = new SandboxOptions
        {
            EnvironmentName = "Development",
            AppId = AppId,
            AppSecret = AppSecret,
            MessageCapacity = 1_000_000,
            Templates =
            [
                new SandboxTemplate(ProgressTemplate, "办理进度提醒", SandboxTemplateKind.LongTerm, fields),
                new SandboxTemplate(WorkTemplate, "待办提醒", SandboxTemplateKind.LongTerm, fields),
            ],
            ReleasedPages = [.. ScanDeputy.Server.Platform.WeChat.MiniProgram.MiniProgramPages.All.Select(page => page.Path)],
        };
        return WeChatSandbox.StartAsync(options, WallClock.Real, CancellationToken.None);
    }
}
