using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ScanDeputy.Server.Features.Notices.Choices;
using ScanDeputy.Server.Features.Notices.Fallback;
using ScanDeputy.Server.Features.Notices.Outbox;
using ScanDeputy.Server.Features.Notices.Subscriptions;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Features.People.SignIn;
using ScanDeputy.Server.Features.People.SmsSignIn;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Telemetry;
using ScanDeputy.Server.Platform.WeChat.Callbacks;

namespace ScanDeputy.Server.Features.Notices;

public static class NoticesFeature
{
    public static IServiceCollection AddNotices(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<NoticeTemplates>(configuration.GetSection(NoticeTemplates.Section));
        services.AddFallback(configuration);
        return services
            .AddSingleton<NoticeWriter>()
            .AddSingleton<ISignInNews, SignInNotices>()
            .AddSingleton<IAccountJoin, NoticeAccountJoin>()
            .AddSingleton<IPersonalRecords, NoticeRecords>()
            .AddSingleton<AlertChoices>()
            .AddSingleton<ChooseAlerts.Handler>()
            .AddSingleton<IPersonalRecords>(services => services.GetRequiredService<AlertChoices>())
            .AddSingleton<IAccountJoin>(services => services.GetRequiredService<AlertChoices>())
            .AddSingleton<MessageQuotas>()
            .AddSingleton<MySubscriptions.Handler>()
            .AddSingleton<SubscriptionPushes>()
            .AddSingleton<IWeChatEventReceiver, AnsweredSubscription>()
            .AddSingleton<IWeChatEventReceiver, ChangedSubscription>()
            .AddSingleton<IWeChatEventReceiver, SentSubscription>()
            .AddSingleton<IAccountJoin, SubscriptionRecords>()
            .AddSingleton<IPersonalRecords, SubscriptionRecords>()
            .AddSingleton<Deliveries>()
            .AddSingleton<NextWays>()
            .AddSingleton<OutboxAttempts>()
            .AddSingleton<UndeliveredPushes>()
            .AddSingleton<ListDeliveries.Handler>()
            .AddSingleton<RetryDelivery.Handler>()
            .AddSingleton<ListAlerts.Handler>()
            .AddSingleton<UnreadAlerts>()
            .AddSingleton<UndeliveredMessages>()
            .AddSingleton<MarkAlertRead.Handler>()
            .AddSingleton<OutboxJournal>()
            .AddSingleton<ISweep, OutboxSweep>()
            .AddSingleton<IDatabaseGauges, OutboxGauges>();
    }

    public static void MapNotices(this RouteGroupBuilder api)
    {
        ListAlerts.Map(api);
        MarkAlertRead.Map(api);
        ChooseAlerts.Map(api);
        MySubscriptions.Map(api);

        var outbox = api.MapGroup("/admin/outbox").RequireAuthorization(Rights.Administer);
        ListDeliveries.Map(outbox);
        RetryDelivery.Map(outbox);
    }

    /// <summary>Addresses are secrets: the factory's own loggers would write them, and a redirect would take them elsewhere.</summary>
    private static void AddFallback(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FallbackOptions>().Bind(configuration.GetSection(FallbackOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FallbackOptions>, FallbackOptionsValidator>());
        services.AddHttpClient(FallbackWire.ClientName, http => (http.Timeout, http.MaxResponseContentBufferSize) = (Timeout.InfiniteTimeSpan, FallbackWire.LargestAnswer))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A POST on a pooled connection that just died leaves a doubt that was none.
                PooledConnectionLifetime = TimeSpan.Zero,
                AllowAutoRedirect = false,
                UseCookies = false,
                ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            })
            // As Platform/WeChat has it: connections have a life of their own.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.AddSingleton<FallbackWire>().AddSingleton<SmsChannel>().AddSingleton<ITextMessages>(provider => provider.GetRequiredService<SmsChannel>()).AddSingleton<WebhookChannel>();
    }
}
