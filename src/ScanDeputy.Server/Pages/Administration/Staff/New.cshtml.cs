using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Administration.Staff;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration.Staff;

/// <summary>An administrator makes an account. A first password is on the page that follows, for ten minutes, and nowhere else.</summary>
public sealed class NewPage(AdministerStaff.Handler staff, IValidator<AdministerStaff.Creation> validator, StaffChoices choices, AnswersToShow answers, TimeProvider clock) : PageModel
{
    public StaffForm Form { get; private set; } = new();

    public FormErrors Errors { get; private set; } = new();

    public StaffChoices.Lists? Lists { get; private set; }

    public AdministerStaff.Created? Made { get; private set; }

    public string Key => Ids.New(clock);

    public async Task OnGetAsync([FromQuery] string? made, CancellationToken ct)
    {
        var user = this.SignedInUser();
        Made = await answers.FindAsync<AdministerStaff.Created>(HttpContext, user.SessionId, made, ct);
        Lists = Made is null ? await choices.LoadAsync(user.Jurisdiction!, ct) : null;
    }

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "")] StaffForm form, CancellationToken ct)
    {
        var user = this.SignedInUser();
        var draft = form.ToCreation();
        var refusal = validator.Check(draft);
        if (refusal is null)
        {
            var made = await staff.CreateAsync(draft, user, WriteContext.OfPage(user.Id, Request.Path, null, form.Key));
            refusal = made.Refusal;
            if (refusal is null)
                return Redirect($"/admin/staff/new?made={await answers.KeepAsync(HttpContext, user.SessionId, made.Value)}");
        }

        (Form, Errors, Lists) = (form, new FormErrors(refusal), await choices.LoadAsync(user.Jurisdiction!, ct));
        return this.Again(Errors);
    }
}
