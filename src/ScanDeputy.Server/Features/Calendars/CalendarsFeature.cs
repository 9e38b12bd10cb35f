using ScanDeputy.Domain.Calendars;

namespace ScanDeputy.Server.Features.Calendars;

public static class CalendarsFeature
{
    public static IServiceCollection AddCalendars(this IServiceCollection services) => services.AddSingleton(WorkingCalendar.Published);

    public static void MapCalendars(this RouteGroupBuilder api)
    {
        var calendar = api.MapGroup("/calendar");
        GetDueDate.Map(calendar);
        GetYear.Map(calendar);
    }
}
