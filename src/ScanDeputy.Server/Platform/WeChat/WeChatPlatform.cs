using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ScanDeputy.Server.Platform.Cache;
using ScanDeputy.Server.Platform.WeChat.Callbacks;

namespace ScanDeputy.Server.Platform.WeChat;

/// <summary>Registers the client, the token holder and the callback's crypto.</summary>
public static class WeChatPlatform
{
    private const int LargestAnswer = 4 * 1024 * 1024;

    /// <summary>Settings come from the section "WeChat" and are checked on start. The base address is read at every call.</summary>
    public static IServiceCollection AddWeChat(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WeChatOptions>().Bind(configuration.GetSection(WeChatOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WeChatOptions>, WeChatOptionsValidator>());
        AddClient(services, WeChatTransport.ClientName, TimeSpan.FromMinutes(5));
        AddClient(services, WeChatTransport.OnceClientName, TimeSpan.Zero);
        services.AddSingleton<WeChatMeter>();
        services.AddSingleton<WeChatTransport>();
        services.AddSingleton<ITokenShare>(provider => provider.GetService<RedisLink>() is { } redis
            ? ActivatorUtilities.CreateInstance<RedisTokenShare>(provider, redis)
            : new NoTokenShare());
        services.AddSingleton<AccessTokenHolder>();
#if SENPARC
        services.AddSingleton<IWeChatClient, Senparc.SenparcWeChatClient>();
#else
        services.AddSingleton<IWeChatClient, HttpWeChatClient>();
#endif
        services.AddSingleton(provider => CreateCrypto(provider.GetRequiredService<IOptions<WeChatOptions>>().Value));
        services.AddSingleton<CallbackReader>();
        return services;
    }

    /// <summary>Time-outs are the transport's. The factory's own loggers write addresses, and addresses hold the secret; so would a redirect.</summary>
    private static void AddClient(IServiceCollection services, string name, TimeSpan connectionLife) => services
        .AddHttpClient(name, http => (http.Timeout, http.MaxResponseContentBufferSize) = (Timeout.InfiniteTimeSpan, LargestAnswer))
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            PooledConnectionLifetime = connectionLife,
            AllowAutoRedirect = false,
            UseCookies = false,
            // What a visitor sent as baggage, and our traces' numbers, are not for others.
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        })
        // Connections have a life of their own; a handler that is exchanged would keep a timer, and with it a host that has ended.
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .RemoveAllLoggers();

    private static CallbackCrypto CreateCrypto(WeChatOptions options) => new(options.CallbackToken, options.EncodingAesKey, options.AppId);
}
