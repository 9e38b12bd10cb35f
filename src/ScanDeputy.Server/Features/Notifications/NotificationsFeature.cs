using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Outbox;

namespace ScanDeputy.Server.Features.Notifications;

public static class NotificationsFeature
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<NoticeTemplates>(configuration.GetSection(NoticeTemplates.Section));
        return services
            .AddSingleton<NoticeWriter>()
            .AddSingleton<ListAlerts.Handler>()
            .AddSingleton<MarkAlertRead.Handler>()
            .AddSingleton<ISweep, OutboxSweep>();
    }

    public static void MapNotifications(this RouteGroupBuilder api)
    {
        ListAlerts.Map(api);
        MarkAlertRead.Map(api);
    }
}
