using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Administration.Holidays;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>The jurisdiction's notices: what a new one would change is seen first, then it is imported; by the way that the API takes.</summary>
public sealed class CalendarsPage(AdministerCalendars.Handler calendars, IValidator<CalendarDraft> validator, TimeProvider clock) : PageModel
{
    private const int LongestNotice = 40_000;

    public IReadOnlyList<AdministerCalendars.Item> Notices { get; private set; } = [];

    /// <summary>The year whose notice waits to be imported.</summary>
    public int? MissingYear { get; private set; }

    public AdministerCalendars.Preview? Preview { get; private set; }

    /// <summary>The notice as it was typed.</summary>
    public string? Typed { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    public string? Done { get; private set; }

    public string NewKey() => Ids.New(clock);

    public async Task<IActionResult> OnGetAsync(int? changed, CancellationToken ct)
    {
        Done = changed is { } count ? $"已导入，{count} 件在办事项的期限有变化，已告知办理人和反映人。" : null;
        await LoadAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? step, string? notice, string? key, CancellationToken ct)
    {
        var user = this.SignedInUser();
        Typed = notice;
        var read = Read(notice);
        var refusal = read.Refusal ?? validator.Check(read.Value);
        if (refusal is null && step == "import")
        {
            var imported = await calendars.ImportAsync(read.Value, user, WriteContext.OfPage(user.Id, Request.Path, null, key), ct);
            if (!imported.IsRefused)
                return RedirectToPage(new { changed = imported.Value.Dates?.Changed ?? 0 });
            refusal = imported.Refusal;
        }
        else if (refusal is null)
        {
            var preview = await calendars.PreviewAsync(read.Value, limit: "100", after: null, user, ct);
            refusal = preview.Refusal;
            Preview = preview.IsRefused ? null : preview.Value;
        }

        // One field holds the whole notice: whatever is wrong in it is said there.
        Errors = new FormErrors(refusal is { Fields.Count: > 0 } ? Refusal.OfField("notice", refusal.Fields.Values.First()[0]) : refusal);
        await LoadAsync(ct);
        return Errors.Any ? this.Again(Errors) : this.Unwritten();
    }

    private static Result<CalendarDraft> Read(string? notice)
    {
        if (string.IsNullOrWhiteSpace(notice) || notice.Length > LongestNotice)
            return Refusal.OfField("notice", "field_calendar_text");

        try
        {
            return JsonSerializer.Deserialize<CalendarDraft>(notice, ApiJson.Options) is { } draft ? draft : Refusal.OfField("notice", "field_calendar_text");
        }
        catch (JsonException)
        {
            return Refusal.OfField("notice", "field_calendar_text");
        }
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        var user = this.SignedInUser();
        Notices = (await calendars.ListAsync(user, ct)).Items;
        MissingYear = await calendars.MissingYearAsync(user, ct);
    }
}
