using System.Globalization;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Pages.Asking;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>The codes of one station: issue, print, replace, take back; by the way that the API takes.</summary>
public sealed class StationCodesPage(
    AdministerCodes.Handler codes, IValidator<AdministerCodes.Issue> issues, IValidator<AdministerCodes.Rotation> rotations,
    IValidator<AdministerCodes.Revocation> revocations, SeatDeputies.Handler seats, TimeProvider clock) : PageModel
{
    public sealed class Form
    {
        public string? Key { get; set; }

        public string? Code { get; set; }

        public string? Placement { get; set; }

        public string? DeputyId { get; set; }

        public string? GraceDays { get; set; }

        public string? Reason { get; set; }
    }

    /// <summary>The plates' formats as people call them.</summary>
    public static IReadOnlyList<(string Format, string Name)> Formats { get; } =
        [("a4-1", "A4 一张"), ("a4-2", "A4 两张"), ("a4-6", "A4 六张"), ("a4-12", "A4 十二张"), ("door-a5", "门牌 A5"), ("door-a6", "门牌 A6"), ("card", "名片")];

    public string Id { get; private set; } = "";

    public string Station { get; private set; } = "";

    public IReadOnlyList<AdministerCodes.Item> Codes { get; private set; } = [];

    /// <summary>Who can have a code of their own here.</summary>
    public IReadOnlyList<SeatDeputies.Seat> Deputies { get; private set; } = [];

    public Form Typed { get; private set; } = new();

    /// <summary>The step that was refused.</summary>
    public string? Tried { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    public string? Done { get; private set; }

    /// <summary>Each code has forms of its own.</summary>
    public FormErrors ErrorsOf(AdministerCodes.Item code) => Tried is not null && Typed.Code == code.Code ? Errors : new FormErrors(null, $"{code.Code}-");

    public string NewKey() => Ids.New(clock);

    public async Task<IActionResult> OnGetAsync(string id, string? step, CancellationToken ct)
    {
        Done = step switch
        {
            "issued" => "已发放，可以打印站牌了。",
            "rotated" => "已换成新码，请打印并张贴新的站牌。",
            "revoked" => "已停用。",
            _ => null,
        };
        return await ShowAsync(id, ct);
    }

    public async Task<IActionResult> OnPostAsync(string id, string? step, [FromForm(Name = "")] Form form, CancellationToken ct)
    {
        var user = this.SignedInUser();
        var write = WriteContext.OfPage(user.Id, Request.Path, null, form.Key);
        (Typed, Tried) = (form, step);
        if (step == "revoke" && !this.IsConfirmed() && revocations.Check(new AdministerCodes.Revocation(form.Reason)) is null)
        {
            var shown = await ShowAsync(id, ct);
            return shown is PageResult && Codes.FirstOrDefault(code => code.Code == form.Code) is { } revoked ? this.Ask(RevokingOf(revoked, id)) : this.Refused(ErrorCodes.NotFound);
        }

        var refusal = step switch
        {
            "issue" => await IssueAsync(),
            "rotate" => await RotateAsync(),
            "revoke" => await RevokeAsync(),
            _ => new Refusal(ErrorCodes.NotFound),
        };
        if (refusal is null)
            return RedirectToPage(new { id, step = step switch { "issue" => "issued", "rotate" => "rotated", _ => "revoked" } });
        if (refusal.Code == ErrorCodes.NotFound)
            return this.Refused(refusal.Code);

        Errors = new FormErrors(refusal, form.Code is { } code ? $"{code}-" : "");
        var page = await ShowAsync(id, ct);
        return page is PageResult ? this.Again(Errors) : page;

        async Task<Refusal?> IssueAsync()
        {
            var issue = new AdministerCodes.Issue(form.Placement, form.DeputyId);
            return issues.Check(issue) ?? (await codes.IssueAsync(id, issue, user, write, Request, ct)).Refusal;
        }

        async Task<Refusal?> RotateAsync()
        {
            if (!int.TryParse(form.GraceDays, NumberStyles.None, CultureInfo.InvariantCulture, out var days))
                return Refusal.OfField("graceDays", "field_number_or_time");

            var rotation = new AdministerCodes.Rotation(days);
            return rotations.Check(rotation) ?? (await codes.RotateAsync(id, form.Code ?? "", rotation, user, write, Request, ct)).Refusal;
        }

        async Task<Refusal?> RevokeAsync()
        {
            var revocation = new AdministerCodes.Revocation(form.Reason);
            return revocations.Check(revocation) ?? (await codes.RevokeAsync(id, form.Code ?? "", revocation, user, write, Request, ct)).Refusal;
        }
    }

    private static Question RevokingOf(AdministerCodes.Item code, string id) => new(
        Questions.Text("revoke.title", code.Placement), [.. Questions.Counted("revoke.scans", (int)code.Scans.Last30Days), Questions.Text("revoke.done")], Questions.Text("revoke.yes"), $"/admin/stations/{id}");

    private async Task<IActionResult> ShowAsync(string id, CancellationToken ct)
    {
        var found = await codes.ListAsync(id, this.SignedInUser(), Request, ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        (Id, Station, Codes) = (id, found.Value.Station, found.Value.Codes);
        Deputies = await seats.GetAsync(id, this.SignedInUser(), ct) is { IsRefused: false } seated ? [.. seated.Value.Deputies.Where(deputy => deputy.Active)] : [];
        return Page();
    }
}
