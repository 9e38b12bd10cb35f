using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Http.Contract;

namespace ScanDeputy.Server.Features.Rules;

/// <summary>
/// A year's days off and make-up days as the State Council's notice has them, with the notice's address; with <c>?jurisdiction=</c> as they are
/// there, its own days included.
/// </summary>
public static class GetYear
{
    public sealed record Answer(int Year, IReadOnlyList<string> Sources, string CalendarVersion, IReadOnlyList<Day> DaysOff, IReadOnlyList<Day> MakeupDays);

    public sealed record Day(DateOnly Date, string Name);

    public static void Map(RouteGroupBuilder calendar) => calendar.MapGet(
        "/{year}", async (int year, string? jurisdiction, CalendarReader reader, CancellationToken ct) => Handle(year, await reader.OfAsync(jurisdiction, ct)).ToHttp())
        .WithName("GetCalendarYear").Refuses(RuleErrors.CalendarUnpublished).Produces<Answer>();

    public static Result<Answer> Handle(int year, WorkingCalendar calendar) => calendar.Year(year) is { } notice
        ? new Answer(
            year, notice.Sources, calendar.Version,
            Days(notice.OffDays), Days(notice.MakeupDays))
        : new Refusal(RuleErrors.CalendarUnpublished);

    internal static IReadOnlyList<Day> Days(IEnumerable<NoticeDay> days) => [.. days.Select(day => new Day(day.On, day.Name))];
}
