using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.ContentReview.Photos;
using ScanDeputy.Server.Pages.Cases.Forms;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>写建议: a deputy's own suggestion, with those who are asked to sign it.</summary>
[FileForm(PhotoUploads.LargestForm, UploadAttachment.LargestPhoto, TextRules.MostPhotos)]
public sealed class SuggestPage(SuggestDesk desk, PhotoUploads photos, TimeProvider clock) : PageModel
{
    public SuggestForm Form { get; private set; } = new();

    public FormErrors Errors { get; private set; } = new();

    public SuggestDesk.Lists Lists { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Lists = await desk.ListsAsync(this.SignedInUser(), ct);
        (Form.Key, Form.Kind, Form.StationId) = (Ids.New(clock), SuggestionKind.Suggestion, Lists.Own);
    }

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "")] SuggestForm form, CancellationToken ct)
    {
        var user = this.SignedInUser();
        Form = form;
        var write = WriteContext.OfPage(user.Id, Request.Path, null, form.Key);
        var refusal = FormErrors.Join(await photos.TakeAsync(form, user, write, ct), this.Unreadable<SuggestForm>("field_tick"));
        var request = form.ToRequest();
        refusal = FormErrors.Join(desk.Check(request), refusal);
        if (refusal is null)
        {
            var receipt = await desk.SendAsync(request, user, write, HttpContext, ct);
            if (!receipt.IsRefused)
                return Redirect($"/cases/{receipt.Value.Id}?done=suggest");

            refusal = receipt.Refusal!;
            if (refusal.Code == ErrorCodes.IdempotencyKeyReused)
                form.Key = Ids.New(clock);
        }

        Lists = await desk.ListsAsync(user, ct);
        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }
}
