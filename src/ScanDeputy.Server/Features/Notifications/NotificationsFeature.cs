using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Outbox;
using ScanDeputy.Server.Platform.Telemetry;

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
            .AddSingleton<OutboxJournal>()
            .AddSingleton<ISweep, OutboxSweep>()
            .AddSingleton<IDatabaseGauges, OutboxGauges>();
    }

    public static void MapNotifications(this RouteGroupBuilder api)
    {
        ListAlerts.Map(api);
        MarkAlertRead.Map(api);
    }
}
