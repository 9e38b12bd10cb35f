using System.Globalization;
using System.Text.Json;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Administration.Holidays;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>A notice as an administrator hands it in: pasted, or as a table of days that was read from it and can be put right.</summary>
public sealed class CalendarForm
{
    private const int LongestNotice = 40_000;
    private const int MostRows = 200;

    public string? Key { get; set; }

    /// <summary>The notice's wording, lines of a table, or JSON.</summary>
    public string? Notice { get; set; }

    /// <summary>The notice from which the table was read; another one is read anew.</summary>
    public string? ReadFrom { get; set; }

    public string? Year { get; set; }

    public string? Source { get; set; }

    public bool Regional { get; set; }

    /// <summary>The table's columns.</summary>
    public IReadOnlyList<string?>? Date { get; set; }

    public IReadOnlyList<string?>? Kind { get; set; }

    public IReadOnlyList<string?>? Name { get; set; }

    /// <summary>A row of the table as it stands there.</summary>
    public sealed record Row(string? Date, bool Off, string? Name);

    public IReadOnlyList<Row> Rows =>
        [.. (Date ?? []).Take(MostRows).Select((date, i) => new Row(date, Kind?.ElementAtOrDefault(i) != "work", Name?.ElementAtOrDefault(i))).Where(row => !string.IsNullOrWhiteSpace(row.Date))];

    /// <summary>What in the wording does not fit the dates.</summary>
    public IReadOnlyList<NoticeDoubt> Doubts { get; private set; } = [];

    public Result<CalendarDraft> ToDraft()
    {
        var isNew = !string.IsNullOrWhiteSpace(Notice) && Notice.ReplaceLineEndings("\n") != ReadFrom?.ReplaceLineEndings("\n");
        var draft = !isNew && Rows.Count > 0 ? OfRows() : OfNotice();
        if (!draft.IsRefused)
            Show(draft.Value);
        return draft;
    }

    /// <summary>What was understood becomes the table; so whoever confirms has seen it.</summary>
    private void Show(CalendarDraft draft)
    {
        if (draft.Year is not { } year)
            return;

        var days = draft.ToNotice().Days;
        (Year, Regional, ReadFrom) = (year.ToString(CultureInfo.InvariantCulture), draft.IsRegional, Notice);
        Source = draft.Sources is [var source, ..] ? source : draft.Papers is [var paper, ..] ? paper : Source;
        (Date, Kind, Name) = ([.. days.Select(day => ChinaText.Iso(day.On))], [.. days.Select(day => day.Off ? "off" : "work")], [.. days.Select(day => day.Name)]);
    }

    private Result<CalendarDraft> OfRows()
    {
        var days = new List<CalendarDraft.OpenDay>();
        foreach (var row in Rows)
        {
            if (!DateOnly.TryParse(row.Date, CultureInfo.InvariantCulture, out var on))
                return Refusal.OfField("notice", "field_calendar_row");
            days.Add(new CalendarDraft.OpenDay(row.Name, on, row.Off));
        }

        return Draft(NumberOf(Year), days);
    }

    private Result<CalendarDraft> OfNotice()
    {
        if (string.IsNullOrWhiteSpace(Notice) || Notice.Length > LongestNotice)
            return Refusal.OfField("notice", "field_calendar_text");
        if (!WrittenText.IsCarried(Notice))
            return Refusal.OfField("notice", ErrorTexts.Field("field_control_characters", "通知"));
        if (Notice.TrimStart().StartsWith('{'))
            return OfJson(Notice);

        var reading = NoticeWording.Read(Notice, NumberOf(Year));
        if (reading.Year is null || reading.Days.Count == 0)
            return Refusal.OfField("notice", "field_calendar_text");

        Doubts = reading.Doubts;
        return Draft(reading.Year, [.. reading.Days.Select(day => new CalendarDraft.OpenDay(day.Name, day.On, day.Off))]);
    }

    private static Result<CalendarDraft> OfJson(string notice)
    {
        try
        {
            return JsonSerializer.Deserialize<CalendarDraft>(notice, ApiJson.Options) is { } draft ? draft : Refusal.OfField("notice", "field_calendar_text");
        }
        catch (JsonException)
        {
            return Refusal.OfField("notice", "field_calendar_text");
        }
    }

    private CalendarDraft Draft(int? year, IReadOnlyList<CalendarDraft.OpenDay> days) =>
        new(year, Regional, null, null, null, string.IsNullOrWhiteSpace(Source) ? null : [Source.Trim()], days);

    private static int? NumberOf(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
