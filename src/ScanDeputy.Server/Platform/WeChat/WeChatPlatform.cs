using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ScanDeputy.Server.Platform.WeChat;

/// <summary>Registers the client, the token holder and the callback's crypto.</summary>
public static class WeChatPlatform
{
    /// <summary>Settings come from the section "WeChat" and are checked on start. The base address is read at every call.</summary>
    public static IServiceCollection AddWeChat(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WeChatOptions>().Bind(configuration.GetSection(WeChatOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WeChatOptions>, WeChatOptionsValidator>());
        // The factory's own loggers write addresses, and addresses hold the secret.
        services.AddHttpClient(WeChatTransport.ClientName, http => http.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers();
        services.AddHttpClient(WeChatTransport.OnceClientName, http => http.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
        services.AddSingleton<WeChatTransport>();
        services.AddSingleton<AccessTokenHolder>();
        services.AddSingleton<IWeChatClient, HttpWeChatClient>();
        services.AddSingleton(provider => CreateCrypto(provider.GetRequiredService<IOptions<WeChatOptions>>().Value));
        services.AddSingleton<CallbackReader>();
        return services;
    }

    private static CallbackCrypto CreateCrypto(WeChatOptions options) => new(options.CallbackToken, options.EncodingAesKey, options.AppId);
}
