using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Similar;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.ContentReview;
using ScanDeputy.Server.Features.ContentReview.Photos;
using ScanDeputy.Server.Features.Network.Receptions.Bookings;
using ScanDeputy.Server.Features.Network.Stations;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Pages.Cases.Forms;
using ScanDeputy.Server.Pages.Picking;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>反映问题: the form behind a station's button, for residents and for keepers who write for a visitor.</summary>
[FileForm(PhotoUploads.LargestForm, UploadAttachment.LargestPhoto, TextRules.MostPhotos)]
public sealed class ReportPage(
    GetStationByCode.Handler stations, ReportDesk desk, PhotoUploads photos, SimilarChoices similar, ReceptionDesk.Handler receptions, TimeProvider clock) : PageModel
{
    public GetStationByCode.Answer Opened { get; private set; } = null!;

    public ReportForm Form { get; private set; } = new();

    public FormErrors Errors { get; private set; } = new();

    public bool IsKeeper { get; private set; }

    /// <summary>A keeper who is no resident reports for visitors only.</summary>
    public bool OnlyForVisitors { get; private set; }

    /// <summary>What the public would see, when it was asked for.</summary>
    public PreviewReport.View? Preview { get; private set; }

    /// <summary>What the report tells of people, shown before it is sent.</summary>
    public IReadOnlyList<FoundDetail> Details { get; private set; } = [];

    /// <summary>Open cases that are probably about the same matter; shown once, before the report is sent.</summary>
    public IReadOnlyList<SimilarView> Similar { get; private set; } = [];

    /// <summary>Whom the report can be written to.</summary>
    public IReadOnlyList<(string Code, string Word)> Deputies { get; private set; } = [];

    /// <param name="visitor">A talk at the keeper's desk, whose name and subject are taken over.</param>
    /// <param name="deputy">Whom it is to be written to.</param>
    /// <param name="category">The one that was chosen on the station's page.</param>
    public async Task<IActionResult> OnGetAsync([FromRoute] string code, [FromQuery] string? visitor, [FromQuery] string? deputy, [FromQuery] string? category, CancellationToken ct)
    {
        (Form.Key, Form.DeputyId, Form.CategoryId) = (Ids.New(clock), deputy, category);
        if (await OpenAsync(code, ct) is { } closed)
            return closed;
        if (IsKeeper && visitor is { Length: > 0 } && await receptions.FindAsync(visitor, this.SignedInUser(), ct) is { IsRefused: false, Value: { CaseId: null } talk })
            (Form.VisitorId, Form.VisitorName, Form.VisitorPhone, Form.Text) = (talk.Id, talk.Name, talk.Phone, talk.Note ?? talk.Subject);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string code, [FromForm(Name = "")] ReportForm form, CancellationToken ct)
    {
        Form = form;
        if (await OpenAsync(code, ct) is { } closed)
            return closed;

        var user = this.SignedInUser();
        if (form.Follow is { Length: > 0 } chosen)
            return await similar.FollowAsync(chosen, user, ct) is { IsRefused: false } followed ? Redirect($"/cases/{followed.Value.Id}?done=follow") : this.Refused(ErrorCodes.NotFound);

        var write = WriteContext.OfPage(user.Id, Request.Path, null, form.Key);
        var refusal = FormErrors.Join(await photos.TakeAsync(form, user, write, ct), this.Unreadable<ReportForm>("field_tick"));
        if (form.OnlyPreview)
        {
            var seen = await desk.PreviewAsync(form, user, ct);
            refusal = FormErrors.Join(seen.Refusal, refusal);
            Preview = seen.IsRefused ? null : seen.Value;
            Details = Preview?.Found ?? [];
        }

        if ((form.OnlyPhotos || form.OnlyPreview) && refusal is null)
            return this.Unwritten();

        var request = form.ToRequest(Opened.Code, IsKeeper);
        refusal = FormErrors.Join(desk.Check(request), refusal);
        if (refusal is null && await IsAskedAsync(form, request, user, write, ct))
            return this.Unwritten();

        if (refusal is null)
        {
            var receipt = await desk.SendAsync(request, user, write, HttpContext, ct);
            if (!receipt.IsRefused)
                return RedirectToPage("/Cases/Receipt", new { id = receipt.Value.Id });
            refusal = receipt.Refusal!;
            if (refusal.Code == ErrorCodes.IdempotencyKeyReused)
                form.Key = Ids.New(clock);
        }

        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }

    /// <summary>Whether there is something to be looked at before the report is sent: what it tells of people, or a case that is alike. Each is shown once.</summary>
    private async Task<bool> IsAskedAsync(ReportForm form, SubmitCase.Request request, CurrentUser user, WriteContext write, CancellationToken ct)
    {
        var told = ReportDetails.Worth(ReportDetails.Of(form.Title, form.Text, form.PlaceAddress), form.Public);
        var isNew = told.Any(detail => form.DetailsSeen?.Contains(detail.Text, StringComparer.Ordinal) != true);
        var found = await similar.BeforeAsync(form, request, user, ct);
        if ((!isNew && found.Count == 0) || await desk.WasSentAsync(write, ct))
            return false;

        (Details, Similar, form.SimilarSeen) = (isNew ? told : [], found, form.SimilarSeen || found.Count > 0);
        form.DetailsSeen = [.. told.Select(detail => detail.Text)];
        return true;
    }

    private async Task<IActionResult?> OpenAsync(string code, CancellationToken ct)
    {
        var user = this.SignedInUser();
        // A deputy writes no report, but an own suggestion.
        if (!user.Is(Role.Resident) && !user.Is(Role.StationKeeper))
            return Redirect("/suggestions/new");

        IsKeeper = user.Is(Role.StationKeeper);
        OnlyForVisitors = IsKeeper && !user.Is(Role.Resident);
        var opened = await stations.HandleAsync(code, ct);
        if (opened.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Opened = opened.Value;
        Form.DeputyId ??= Request.Method == HttpMethods.Get ? Opened.DeputyId : null;
        Deputies = PickWords.Of(Opened.Deputies.Select(one => new Pickable(one.Id, one.Name, Terms.Of(one.Level), one.Unit ?? one.District.Name)));
        // One whom the place elected sits elsewhere, or nowhere.
        if (Form.DeputyId is { Length: > 0 } chosen && !Deputies.Any(one => one.Code == chosen) && await desk.FindDeputyAsync(code, chosen, ct) is { } elected)
            Deputies = [.. Deputies, (elected.Id, $"{elected.Name}（{Terms.Of(elected.Level)}）")];

        return null;
    }
}
