using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace ScanDeputy.Server.Platform.Cache;

/// <summary>Where Redis is and how long anybody waits for it.</summary>
/// <param name="Configuration">As StackExchange.Redis writes it: <c>127.0.0.1:6379,password=…</c>; holds a secret, so it is never shown.</param>
public sealed record RedisOptions(string Configuration)
{
    public static readonly TimeSpan UsualPatience = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest that one call may take; after that its answer is not waited for.</summary>
    public TimeSpan Patience { get; init; } = UsualPatience;

    /// <summary>How often Redis is looked at, and so about how long it is left alone after a failure.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After Redis is back, how long until copies in it are believed again: by then every node has had the time to find it and to delete
    /// what it could not while it was away.
    /// </summary>
    public TimeSpan SettleFor => (ProbeEvery * 2) + TimeSpan.FromSeconds(1);

    /// <summary>Null when Redis is not configured: everything then stays in this process.</summary>
    /// <exception cref="RefuseToStartException">The setting cannot be read.</exception>
    public static RedisOptions? From(IConfiguration configuration)
    {
        if (configuration["Redis:Configuration"] is not { Length: > 0 } text)
            return null;

        try
        {
            if (ConfigurationOptions.Parse(text, ignoreUnknown: false).EndPoints.Count > 0)
                return new RedisOptions(text) { Patience = Time(configuration, "Patience", UsualPatience), ProbeEvery = Time(configuration, "ProbeEvery", TimeSpan.FromSeconds(2)) };
        }
        catch (ArgumentException)
        {
            // Its message would repeat what was written, password and all.
        }

        throw new RefuseToStartException("Redis__Configuration cannot be read: write it like 127.0.0.1:6379,password=… with the options of StackExchange.Redis.");
    }

    private static bool IsLocal(EndPoint endPoint) => endPoint switch
    {
        IPEndPoint address => IPAddress.IsLoopback(address.Address),
        DnsEndPoint name => HostNames.IsLocal(name.Host),
        _ => true,
    };

    private static TimeSpan Time(IConfiguration configuration, string name, TimeSpan usual)
    {
        if (configuration[$"Redis:{name}"] is not { Length: > 0 } text)
            return usual;

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.FromMilliseconds(50) && time <= TimeSpan.FromSeconds(30)
            ? time
            : throw new RefuseToStartException($"Redis__{name} '{text}' is not a time between 00:00:00.05 and 00:00:30.");
    }

    public ConfigurationOptions ToLibrary()
    {
        var options = ConfigurationOptions.Parse(Configuration);
        // Over TLS, with a certificate that is verified, to every host but this machine itself, unless the setting says otherwise.
        if (!Configuration.Split(',').Any(part => part.TrimStart().StartsWith("ssl=", StringComparison.OrdinalIgnoreCase)))
            options.Ssl = !options.EndPoints.All(IsLocal);
        options.AbortOnConnectFail = false;
        options.ClientName = "scandeputy";
        options.ConnectTimeout = 2000;
        options.ReconnectRetryPolicy = new LinearRetry(500);
        options.SyncTimeout = options.AsyncTimeout = (int)(Patience * 5).TotalMilliseconds;
        options.KeepAlive = 10;
        return options;
    }
}

/// <summary>How Redis answers.</summary>
public enum RedisState
{
    /// <summary>Not connected.</summary>
    Down,

    /// <summary>Connected, but an answer took too long.</summary>
    Slow,
    Up,
}

/// <summary>What a call gave; without <see cref="Arrived"/> nothing is known, not even whether it was done.</summary>
public readonly record struct RedisAnswer<T>(bool Arrived, T Value);
