namespace ScanDeputy.WeChat.Sandbox;

/// <summary>States of the platform that last until they are switched back.</summary>
public sealed class SandboxSwitches
{
    private long _latencyTicks;
    private volatile bool _sourceIpDenied;
    private volatile bool _subscribeBanned;
    private volatile int _undeliveredCode;

    /// <summary>Waited before every answer, by the wall clock.</summary>
    public TimeSpan Latency
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _latencyTicks));
        set => Interlocked.Exchange(ref _latencyTicks, value.Ticks);
    }

    /// <summary>Calls that carry the AppSecret answer 40164.</summary>
    public bool SourceIpDenied
    {
        get => _sourceIpDenied;
        set => _sourceIpDenied = value;
    }

    /// <summary>Subscribe messages answer 43107.</summary>
    public bool SubscribeBanned
    {
        get => _subscribeBanned;
        set => _subscribeBanned = value;
    }

    /// <summary>Subscribe messages are taken, and do not arrive: this is pushed of them. 0 while they do.</summary>
    public int UndeliveredCode
    {
        get => _undeliveredCode;
        set => _undeliveredCode = value;
    }
}
