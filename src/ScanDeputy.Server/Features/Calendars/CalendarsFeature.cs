using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Deadlines;

namespace ScanDeputy.Server.Features.Calendars;

public static class CalendarsFeature
{
    public static IServiceCollection AddCalendars(this IServiceCollection services) => services
        .AddSingleton<RuleBook>()
        .AddSingleton<CalendarReader>()
        .AddSingleton<AdministerCalendars.Handler>()
        .AddSingleton<ISweep, CalendarSweep>();

    public static void MapCalendars(this RouteGroupBuilder api)
    {
        var calendar = api.MapGroup("/calendar");
        GetDueDate.Map(calendar);
        GetYear.Map(calendar);
        AdministerCalendars.Map(api.MapGroup("/admin"));
    }
}
