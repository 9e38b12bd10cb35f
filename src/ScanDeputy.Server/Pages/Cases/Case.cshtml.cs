using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases.Consents;
using ScanDeputy.Server.Features.Cases.Content;
using ScanDeputy.Server.Features.Cases.Reading;
using ScanDeputy.Server.Features.Cases.Visits;
using ScanDeputy.Server.Features.ContentReview.Photos;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Pages.Asking;
using ScanDeputy.Server.Pages.Cases.Forms;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Cases;

/// <summary>One case: its way, its texts, and the moves that whoever looks may make now.</summary>
[FileForm(PhotoUploads.LargestForm, UploadAttachment.LargestPhoto, TextRules.MostPhotos)]
public sealed class CasePage(
    CaseScreen screen, CaseForms forms, PhotoUploads photos, Releases releases, SimilarChoices similar, TemplateTexts templates, TimeProvider clock) : PageModel
{
    public CaseScreen.Shown Shown { get; private set; } = null!;

    public CaseView Case => Shown.Case;

    /// <summary>What others have written for whoever has the case now; residents have it among the records.</summary>
    public IReadOnlyList<HandedNote> Handed => Case.Parties.Any(party => party is not (Party.Resident or Party.Keeper)) ? HandedNote.Of(Shown.Events) : [];

    /// <summary>The number that was chosen to merge into, to be confirmed.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Into { get; set; }

    public FormErrors Errors { get; private set; } = new();

    /// <summary>The move that was just refused, whose form shows again what was typed.</summary>
    public string? Tried { get; private set; }

    public MoveForm Typed { get; private set; } = new();

    /// <summary>The last event that this person had seen, and when; null when nothing came since, or they never looked.</summary>
    public (int Sequence, DateTimeOffset At)? NewFrom { get; private set; }

    public IReadOnlyList<ListCaseEvents.EventView> News => NewFrom is { } from ? [.. Shown.Events.Where(entry => entry.Sequence > from.Sequence)] : [];

    /// <summary>What was done just now, on the page that follows it.</summary>
    public DoneNote? Done { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, string? move, [FromQuery] string? done, [FromServices] CaseVisits visits, [FromServices] CaseDone whatWasDone, CancellationToken ct)
    {
        if (move is not null)
            return RedirectToPage(new { id, move = (string?)null });
        if (await ShowAsync(id, ct) is { } gone)
            return gone;

        var before = await visits.EnterAsync(id, Case.Version, this.SignedInUser(), ct);
        // After a move of one's own nothing is marked: it was read before that.
        NewFrom = done is null && before is not null && before.SeenTo < Case.Version ? (before.SeenTo, before.SeenAt) : null;
        Done = await whatWasDone.OfAsync(done, Case, this.SignedInUser(), ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, string? move, [FromForm(Name = "")] MoveForm form, CancellationToken ct)
    {
        if (CaseForms.Find(move) is not { } known)
            return NotFound();

        var user = this.SignedInUser();
        if (form.ApplyTemplate)
            return await FillInAsync(id, move!, known, form, ct);

        if (known.Move is Move.Withdraw or Move.Merge && !this.IsConfirmed() && await AskAsync(id, known, form, ct) is { } asked)
            return asked;

        var write = WriteContext.OfPage(user.Id, Request.Path, form.Version, form.Key);
        if (await StoreThenRunAsync(id, known, form, user, write, ct) is not { } refusal)
        {
            return known.Move is Move.Transfer or Move.ReturnToOffice && await screen.IsGoneAsync(id, user, ct)
                ? Redirect($"/work?done={move}")
                : RedirectToPage(new { id, move = (string?)null, done = move });
        }

        if (await ShowAsync(id, ct) is { } gone)
            return gone;

        // The next try is for what is shown now, under a key of its own where the old one is spent.
        form.Version = Case.Version;
        if (refusal.Code == ErrorCodes.IdempotencyKeyReused)
            form.Key = Ids.New(clock);
        (Tried, Typed, Errors) = (move, form, new FormErrors(refusal, $"{move}-") { IsLost = !CaseForms.Among(Case.Actions).Contains(move!) });
        return this.Again(Errors);
    }

    /// <summary>Hears of it no more; whose own case was merged into it stays.</summary>
    public async Task<IActionResult> OnPostUnfollowAsync(string id, CancellationToken ct)
    {
        var left = await similar.UnfollowAsync(id, this.SignedInUser(), ct);
        return left.Refusal is { } refusal ? this.Refused(refusal.Code) : left.Value.Followed ? RedirectToPage(new { id, move = (string?)null, done = "unfollow" }) : Redirect("/my?done=unfollow");
    }

    /// <summary>The author takes back what they agreed to with the report.</summary>
    public async Task<IActionResult> OnPostWithdrawConsentAsync(string id, [FromForm] string? consent, [FromServices] CaseConsents.Handler consents, CancellationToken ct) =>
        (await consents.WithdrawAsync(id, consent, this.SignedInUser(), ct)).Refusal is { } refusal ? this.Refused(refusal.Code) : RedirectToPage(new { id, move = (string?)null, done = "consent" });

    /// <summary>The committee office lets the public see what was held: a photo, or without one the text.</summary>
    public async Task<IActionResult> OnPostReleaseAsync(string id, string? photo, CancellationToken ct) =>
        await releases.ReleaseAsync(id, photo, this.SignedInUser(), ct) is { } refusal ? this.Refused(refusal.Code) : RedirectToPage(new { id, move = (string?)null, done = "release" });

    public MoveFormView FormOf(string move) => move == Tried
        ? new MoveFormView(Case, move, Typed, Errors, Shown.Lists) { Templates = TemplatesOf(move) }
        : new MoveFormView(Case, move, new MoveForm { Key = Ids.New(clock), Version = Case.Version, IntoCaseId = Into }, new FormErrors(null, $"{move}-"), Shown.Lists) { Templates = TemplatesOf(move) };

    /// <returns>Null when the move cannot be made as it stands: that is said instead.</returns>
    private async Task<IActionResult?> AskAsync(string id, CaseForms.Form known, MoveForm form, CancellationToken ct)
    {
        if (await ShowAsync(id, ct) is { } gone)
            return gone;
        if (form.Version != Case.Version || !CaseForms.Among(Case.Actions).Contains(MoveNames.NameOf(known.Move)) || forms.Check(known, form) is not null || this.Unreadable<MoveForm>() is not null)
            return null;

        var name = known.Move == Move.Withdraw ? "withdraw" : "merge";
        return this.Ask(new Question(
            Questions.Text($"{name}.title", Case.Title, form.IntoCaseId),
            [Questions.Text($"{name}.done"), .. Questions.Counted($"{name}.reporters", Case.Reporters > 1 || known.Move == Move.Merge ? Case.Reporters : 0)],
            Questions.Text($"{name}.yes"), $"/cases/{id}"));
    }

    private IReadOnlyList<ListCaseTemplates.Item> TemplatesOf(string move) => Shown.Templates.GetValueOrDefault(CaseForms.Find(move)!.Move) ?? [];

    /// <summary>The same form again with the template in its text; photos that were chosen are kept.</summary>
    private async Task<IActionResult> FillInAsync(string id, string move, CaseForms.Form known, MoveForm form, CancellationToken ct)
    {
        var user = this.SignedInUser();
        if (await ShowAsync(id, ct) is { } gone)
            return gone;

        var refusal = known.WithPhotos ? await photos.TakeAsync(form, user, WriteContext.OfPage(user.Id, Request.Path, form.Version, form.Key), ct) : null;
        refusal = FormErrors.Join(await templates.PutAsync(Case, known.Move, form, user, ct), refusal);
        (Tried, Typed, Errors) = (move, form, new FormErrors(refusal, $"{move}-") { IsLost = !CaseForms.Among(Case.Actions).Contains(move) });
        // What was posted is not what the form shows.
        ModelState.Clear();
        return refusal is null ? this.Unwritten() : this.Again(Errors);
    }

    /// <returns>Null when the move was made.</returns>
    private async Task<Refusal?> StoreThenRunAsync(string id, CaseForms.Form move, MoveForm form, CurrentUser user, WriteContext write, CancellationToken ct)
    {
        if (this.Unreadable<MoveForm>() is { } unread)
            return unread;
        if (move.WithPhotos && await photos.TakeAsync(form, user, write, ct) is { } refused)
            return refused;

        return (await forms.RunAsync(id, move, form, user, write, ct)).Refusal;
    }

    /// <returns>Null when the case is there to be shown.</returns>
    private async Task<IActionResult?> ShowAsync(string id, CancellationToken ct)
    {
        var found = await screen.LoadAsync(id, this.SignedInUser(), ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Shown = found.Value;
        return null;
    }
}
