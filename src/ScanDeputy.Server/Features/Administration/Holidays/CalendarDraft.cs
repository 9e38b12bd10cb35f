using System.Text.Json.Serialization;
using FluentValidation;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Features.Administration.Holidays;

/// <summary>
/// A notice as an administrator hands it in: in the form that <c>GET /calendar/{year}</c> answers with (days off and make-up days apart), or in the
/// open form that circulates (<c>papers</c>, and <c>days</c> with <c>isOffDay</c>).
/// </summary>
/// <param name="Regional">The region's own days beside the State Council's; they win over those of the same day.</param>
public sealed record CalendarDraft(
    int? Year, bool? Regional, IReadOnlyList<string>? Sources, IReadOnlyList<CalendarDraft.Day>? DaysOff, IReadOnlyList<CalendarDraft.Day>? MakeupDays,
    IReadOnlyList<string>? Papers, IReadOnlyList<CalendarDraft.OpenDay>? Days)
{
    private const int MostDays = 200;
    private const int LongestName = 40;

    public sealed record Day(DateOnly Date, string? Name);

    public sealed record OpenDay(string? Name, DateOnly Date, [property: JsonRequired] bool IsOffDay);

    public bool IsRegional => Regional ?? false;

    public CalendarNotice ToNotice()
    {
        var off = (DaysOff ?? []).Select(day => new NoticeDay(day.Date, day.Name ?? "", Off: true));
        var worked = (MakeupDays ?? []).Select(day => new NoticeDay(day.Date, day.Name ?? "", Off: false));
        var open = (Days ?? []).Select(day => new NoticeDay(day.Date, day.Name ?? "", day.IsOffDay));
        List<NoticeDay> days = [.. off.Concat(worked).Concat(open).OrderBy(day => day.On)];
        return new CalendarNotice(Year!.Value, [.. (Sources ?? []).Concat(Papers ?? [])], [.. days.Where(day => !IsReminder(day, days))]);
    }

    /// <summary>Some notices add "work resumes on Monday": an ordinary day right after the holiday is no make-up day, and nothing moves by it.</summary>
    private static bool IsReminder(NoticeDay day, List<NoticeDay> all) =>
        !day.Off && day.On.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        && all.Exists(other => other.Off && other.On == day.On.AddDays(-1)) && !all.Exists(other => other.Off && other.On == day.On);

    /// <summary>What can be said without knowing the calendar.</summary>
    public sealed class Validator : AbstractValidator<CalendarDraft>
    {
        public Validator()
        {
            RuleFor(draft => draft.Year).NotNull().InclusiveBetween(2019, 2100).WithMessage(_ => ErrorTexts.Field("field_calendar_year"));
            RuleFor(draft => draft.Sources).Must(AreAddresses).WithMessage(_ => ErrorTexts.Field("field_calendar_sources"));
            RuleFor(draft => draft.Papers).Must(AreAddresses).WithMessage(_ => ErrorTexts.Field("field_calendar_sources"));
            RuleFor(draft => draft.DaysOff).Must(AreDays).WithMessage(_ => ErrorTexts.Field("field_calendar_days", MostDays));
            RuleFor(draft => draft.MakeupDays).Must(AreDays).WithMessage(_ => ErrorTexts.Field("field_calendar_days", MostDays));
            RuleFor(draft => draft.Days).Must(days => AreDays(days?.Select(day => new Day(day.Date, day.Name)).ToList()))
                .WithMessage(_ => ErrorTexts.Field("field_calendar_days", MostDays));
        }

        private static bool AreAddresses(IReadOnlyList<string>? addresses) => addresses is null
            || (addresses.Count <= 10 && addresses.All(text => text.Length <= 300 && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"));

        private static bool AreDays(IReadOnlyList<Day>? days) => days is null
            || (days.Count <= MostDays && days.All(day => WrittenText.Length(day.Name) <= LongestName && !WrittenText.IsOverloaded(day.Name, LongestName)) && days.DistinctBy(day => day.Date).Count() == days.Count);
    }
}
