using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Administration.Staff;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration.Staff;

/// <summary>An administrator makes an account. A first password is on the answer and nowhere else: no redirect, which would have to carry it.</summary>
public sealed class NewPage(AdministerStaff.Handler staff, IValidator<AdministerStaff.Creation> validator, StaffChoices choices, TimeProvider clock) : PageModel
{
    public StaffForm Form { get; private set; } = new();

    public FormErrors Errors { get; private set; } = new();

    public StaffChoices.Lists? Lists { get; private set; }

    public AdministerStaff.Created? Made { get; private set; }

    public string Key => Ids.New(clock);

    public async Task OnGetAsync(CancellationToken ct) => Lists = await choices.LoadAsync(this.SignedInUser().Jurisdiction!, ct);

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
            {
                Made = made.Value;
                return Page();
            }
        }

        (Form, Errors, Lists) = (form, new FormErrors(refusal), await choices.LoadAsync(user.Jurisdiction!, ct));
        return this.Again(Errors);
    }
}
