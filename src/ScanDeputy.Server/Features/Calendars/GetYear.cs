using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Calendars;

/// <summary>A year's days off and make-up days as the State Council's notice has them, with the notice's address.</summary>
public static class GetYear
{
    public sealed record Answer(int Year, IReadOnlyList<string> Sources, string CalendarVersion, IReadOnlyList<Day> DaysOff, IReadOnlyList<Day> MakeupDays);

    public sealed record Day(DateOnly Date, string Name);

    public static void Map(RouteGroupBuilder calendar) => calendar.MapGet("/{year:int}", (int year, WorkingCalendar days) => Handle(year, days).ToHttp())
        .WithName("GetCalendarYear").Produces<Answer>();

    public static Result<Answer> Handle(int year, WorkingCalendar calendar) => calendar.Year(year) is { } notice
        ? new Answer(
            year, notice.Sources, calendar.Version,
            [.. notice.OffDays.Select(day => new Day(day.On, day.Name))], [.. notice.MakeupDays.Select(day => new Day(day.On, day.Name))])
        : new Refusal(ErrorCodes.CalendarUnpublished);
}
