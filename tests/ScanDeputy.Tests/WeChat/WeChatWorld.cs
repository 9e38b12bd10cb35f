using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Server.Platform.WeChat;
using ScanDeputy.Tests.Harness;
using ScanDeputy.WeChat.Sandbox;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>A sandbox with made-up people, templates and pages on a free port, and clients against it.</summary>
internal sealed class WeChatWorld : IAsyncDisposable
{
    public const string AppId = "wx5cade90000000001";
    public const string Secret = "5c0a11ed5c0a11ed5c0a11ed5c0a11ed";
    public const string Resident = "oSimResident_000000000000000";
    public const string Deputy = "oSimDeputy_00000000000000000";
    public const string Supervisor = "oSimSupervisor_0000000000000";
    public const string DeputyUnionId = "uSim111111111111111111111111";
    public const string Reply = "TmplReplyOnce0000000000000000000000000000000";
    public const string Overdue = "TmplOverdueLong00000000000000000000000000000";
    public const string PushToken = "ScanDeputyPush01";
    public const string AesKey = "U2NhbkRlcHV0eVNpbXVsYXRvckFFU0tleTAwMDEhIT0";

    private readonly List<ServiceProvider> _nodes = [];
    private readonly Lazy<KeyRing> _keys = new(MakeKeys);

    private WeChatWorld(WeChatSandbox sandbox, FakeTimeProvider clock) => (Sandbox, Clock) = (sandbox, clock);

    public WeChatSandbox Sandbox { get; }

    public FakeTimeProvider Clock { get; }

    public SandboxControl Control => Sandbox.Control;

    public static async Task<WeChatWorld> StartAsync(Action<SandboxOptions>? change = null)
    {
        var options = new SandboxOptions
        {
            EnvironmentName = "Development",
            AppId = AppId,
            AppSecret = Secret,
            Users = [new(Resident, "13900000001"), new(Deputy, "13900000002", DeputyUnionId), new(Supervisor, "13900000003")],
            Templates =
            [
                new(Reply, "issue answered", SandboxTemplateKind.OneTime, Labels("character_string1", "thing2", "phrase3", "time4")),
                new(Overdue, "issue overdue", SandboxTemplateKind.LongTerm, Labels("thing1", "name2", "date3", "number4")),
            ],
            ReleasedPages = ["pages/home/index", "pages/station/index", "pages/issue/detail"],
            TrialPages = ["pages/trialonly/index"],
            MediaVerdictDelay = TimeSpan.Zero,
            FetchMedia = false,
        };
        change?.Invoke(options);
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1767225600));
        return new WeChatWorld(await WeChatSandbox.StartAsync(options, clock, TestContext.Current.CancellationToken), clock);
    }

    /// <summary>A client with a token of its own, as another node of the program would have.</summary>
    public IWeChatClient Client(TimeSpan? timeout = null, Uri? baseAddress = null, RedisOptions? redis = null) =>
        Node(timeout, baseAddress, redis).GetRequiredService<IWeChatClient>();

    /// <summary>A client of a node that has found this Redis.</summary>
    public async Task<IWeChatClient> SharingClientAsync(RedisServer redis, TimeSpan? patience = null)
    {
        var client = Client(redis: new RedisOptions(redis.Configuration) { Patience = patience ?? TimeSpan.FromSeconds(5) });
        var link = _nodes[^1].GetRequiredService<RedisLink>();
        await link.StartAsync(TestContext.Current.CancellationToken);
        await Poll.UntilAsync(() => link.State == RedisState.Up, "The node did not find Redis.");
        return client;
    }

    /// <summary>Everything any client wrote to its log.</summary>
    public ConcurrentQueue<string> LogLines { get; } = new();

    public static SandboxPushOptions Push(Uri url, bool secure = false, bool xml = false, TimeSpan? answerWithin = null) => new()
    {
        Url = url,
        ToUserName = "gh_5cade9000001",
        Token = PushToken,
        EncodingAesKey = AesKey,
        Secure = secure,
        Xml = xml,
        AnswerWithin = answerWithin ?? TimeSpan.FromSeconds(30),
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await (node.GetService<RedisLink>()?.StopAsync(CancellationToken.None) ?? Task.CompletedTask);
            await node.DisposeAsync();
        }

        await Sandbox.DisposeAsync();
    }

    private static KeyRing MakeKeys()
    {
        var folder = Directory.CreateTempSubdirectory("scandeputy-keys-");
        try
        {
            return KeyRing.OpenOrCreate(Path.Combine(folder.FullName, "keys.json"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Dictionary<string, string> Labels(params string[] keys) => keys.ToDictionary(key => key, key => $"label of {key}", StringComparer.Ordinal);

    private ServiceProvider Node(TimeSpan? timeout, Uri? baseAddress, RedisOptions? redis)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["WeChat:BaseAddress"] = (baseAddress ?? Sandbox.BaseAddress).ToString(),
            ["WeChat:AppId"] = AppId,
            ["WeChat:AppSecret"] = Secret,
            ["WeChat:Timeout"] = (timeout ?? TimeSpan.FromSeconds(5)).ToString(),
        };
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddLogging(log => log.SetMinimumLevel(LogLevel.Trace).AddProvider(new LogLineProvider(LogLines)));
        if (redis is not null)
            services.AddMetrics().AddSingleton(_keys.Value).AddSingleton<PersonalData>().AddSingleton(redis)
                // Redis is a process of its own and answers in real time, wherever the world's clock stands.
                .AddSingleton(provider => ActivatorUtilities.CreateInstance<RedisLink>(provider, WallClock.Real));
        services.AddWeChat(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        _nodes.Add(services.BuildServiceProvider(validateScopes: true));
        return _nodes[^1];
    }
}
