using ScanDeputy.WeChat.Sandbox.Push;

namespace ScanDeputy.WeChat.Sandbox.State;

/// <summary>Everything the sandbox remembers. Each book locks for itself; no call holds two locks.</summary>
internal sealed class SandboxState : IDisposable
{
    private int _limitedCodes;

    public SandboxState(SandboxOptions options, TimeProvider clock)
    {
        (Options, Clock) = (options, clock);
        Users = new UserBook(clock);
        Tokens = new TokenBook(clock);
        LoginCodes = new OneTimeCodes(clock);
        PhoneCodes = new OneTimeCodes(clock);
        Quotas = new QuotaBook(clock);
        Messages = new BoundedLog<SandboxMessage>(options.MessageCapacity);
        Templates = options.Templates.ToDictionary(t => t.Id, StringComparer.Ordinal);
        Push = new PushSender(options.Push, options.AppId, options.MessageCapacity, clock);
        foreach (var user in options.Users) Users.Put(user);
    }

    public SandboxOptions Options { get; }

    public TimeProvider Clock { get; }

    public long UnixSeconds => Clock.GetUtcNow().ToUnixTimeSeconds();

    public UserBook Users { get; }

    public TokenBook Tokens { get; }

    public OneTimeCodes LoginCodes { get; }

    public OneTimeCodes PhoneCodes { get; }

    public SubscriptionBook Subscriptions { get; } = new();

    public IReadOnlyDictionary<string, SandboxTemplate> Templates { get; }

    public BoundedLog<SandboxMessage> Messages { get; }

    public VerdictScript Verdicts { get; } = new();

    public QuotaBook Quotas { get; }

    public FaultBook Faults { get; } = new();

    public SandboxSwitches Switches { get; } = new();

    public CallCounter Calls { get; } = new();

    public PushSender Push { get; }

    /// <summary>getwxacode and createwxaqrcode share one life-long total of 100,000.</summary>
    public int LimitedCodes
    {
        get => Volatile.Read(ref _limitedCodes);
        set => Volatile.Write(ref _limitedCodes, value);
    }

    public int NextLimitedCode() => Interlocked.Increment(ref _limitedCodes);

    public bool IsReleased(string page) => Options.ReleasedPages.Contains(page, StringComparer.Ordinal);

    public bool IsKnown(string page) => IsReleased(page) || Options.TrialPages.Contains(page, StringComparer.Ordinal);

    public void Dispose() => Push.Dispose();
}
