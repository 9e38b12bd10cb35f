using System.Text;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.Administration.Holidays;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>The jurisdiction's notices: what a new one would change is seen first, then it is imported; by the way that the API takes.</summary>
public sealed class CalendarsPage(AdministerCalendars.Handler calendars, IValidator<CalendarDraft> validator, TimeProvider clock) : PageModel
{
    public IReadOnlyList<AdministerCalendars.Item> Notices { get; private set; } = [];

    /// <summary>The year whose notice waits to be imported.</summary>
    public int? MissingYear { get; private set; }

    public AdministerCalendars.Preview? Preview { get; private set; }

    /// <summary>The notice as it was typed, and the table that was read from it.</summary>
    public CalendarForm Typed { get; private set; } = new();

    public FormErrors Errors { get; private set; } = new();

    public string? Done { get; private set; }

    public string NewKey() => Ids.New(clock);

    public async Task<IActionResult> OnGetAsync(string? step, int? changed, bool? same, CancellationToken ct)
    {
        if (step == "template")
            return await TemplateAsync(ct);
        Done = same == true ? "没有新的内容：这份安排与现有的一致。全国通知还没有导入的年份，请先导入国务院办公厅的通知。" : changed is { } count ? $"已导入，{count} 件在办事项的期限有变化，已告知办理人和反映人。" : null;
        await LoadAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? step, [FromForm(Name = "")] CalendarForm form, CancellationToken ct)
    {
        var user = this.SignedInUser();
        Typed = form;
        var read = form.ToDraft();
        var refusal = read.Refusal ?? validator.Check(read.Value);
        if (refusal is null && step == "import")
        {
            var imported = await calendars.ImportAsync(read.Value, user, WriteContext.OfPage(user.Id, Request.Path, null, form.Key), ct);
            if (!imported.IsRefused)
                return RedirectToPage(new { changed = imported.Value.Dates?.Changed ?? 0, same = imported.Value.Days.Count == 0 ? "true" : null });
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

    /// <summary>A table to fill in: the days that the law itself names, of the year that is waited for.</summary>
    private async Task<FileContentResult> TemplateAsync(CancellationToken ct)
    {
        var year = await calendars.MissingYearAsync(this.SignedInUser(), ct) ?? ChinaTime.Today(clock).Year + 1;
        var days = Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(new DateOnly(year, 1, 1).AddDays).Where(on => StatutoryDays.NameOf(on) is not null);
        var lines = days.Select(on => $"{ChinaText.Iso(on)},放假,{StatutoryDays.NameOf(on)}").Prepend("日期,安排（放假或上班）,名称");
        // With a mark of its encoding, without which spreadsheets take it for another one.
        return new FileContentResult([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n")], "text/csv; charset=utf-8") { FileDownloadName = $"放假安排-{year}.csv" };
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        var user = this.SignedInUser();
        Notices = (await calendars.ListAsync(user, ct)).Items;
        MissingYear = await calendars.MissingYearAsync(user, ct);
    }
}
