using ScanDeputy.Server.Platform.WeChat;

namespace ScanDeputy.Server.Platform.Feeds;

/// <summary>WeChat through Senparc.Weixin.WxOpen.</summary>
public static class WeChatFeed
{
    public static IServiceCollection AddWeChatClient(this IServiceCollection services) => services.AddSingleton<IWeChatClient, SenparcWeChatClient>();
}
