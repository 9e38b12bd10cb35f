using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.Rules;

/// <summary>When N working days after a receipt end, and why: each day, counted or not.</summary>
public static class GetDueDate
{
    private const int FirstYear = 1990;
    private const int LastYear = 2200;
    private const int Most = 1000;

    public sealed record Answer(DateOnly DueOn, bool Provisional, string CalendarVersion, IReadOnlyList<Day> Days);

    public sealed record Day(DateOnly Date, DayKind Kind, bool Counted, string? Name);

    public static void Map(RouteGroupBuilder calendar) => calendar.MapGet(
        "/due", async ([Required] string? receivedAt, [Required, Range(1, Most)] string? workingDays, string? jurisdiction, CalendarReader reader, CancellationToken ct) =>
            Handle(receivedAt, workingDays, await reader.OfAsync(jurisdiction, ct)).ToHttp())
        .WithName("GetDueDate").Produces<Answer>();

    public static Result<Answer> Handle(string? receivedAt, string? workingDays, WorkingCalendar calendar)
    {
        if (DateOf(receivedAt) is not { } receivedOn)
            return Refusal.OfField("receivedAt", "field_instant");
        if (!int.TryParse(workingDays, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > Most)
            return Refusal.OfField("workingDays", "field_working_days");

        var due = calendar.Due(receivedOn, count);
        var days = calendar.Explain(receivedOn, count).Select(day => new Day(day.Date, day.Kind, day.Counted, day.Name));
        return new Answer(due.On, due.Provisional, calendar.Version, [.. days]);
    }

    /// <summary>
    /// An instant with its offset, a local date and time, or a date alone; without an offset it is China's time. A plus sign that was not
    /// escaped arrives as a blank.
    /// </summary>
    private static DateOnly? DateOf(string? text)
    {
        var plain = (text ?? "").Trim().Replace(' ', '+');
        if (DateOnly.TryParseExact(plain, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return InRange(date);
        if (plain.Length < 16 || plain[10] != 'T')
            return null;

        var hasOffset = plain.EndsWith('Z') || plain.LastIndexOfAny(['+', '-']) > 10;
        var full = hasOffset ? plain : plain + "+08:00";
        return DateTimeOffset.TryParse(full, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) && instant.Year is >= FirstYear and <= LastYear
            ? InRange(ChinaTime.DateOf(instant))
            : null;
    }

    private static DateOnly? InRange(DateOnly date) => date.Year is >= FirstYear and <= LastYear ? date : null;
}
