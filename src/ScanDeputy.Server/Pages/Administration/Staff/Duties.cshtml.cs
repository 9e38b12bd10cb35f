using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain.Stages;
using ScanDeputy.Server.Features.Administration.DutyRules;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration.Staff;

/// <summary>三权分立: whether the duties of administrators are kept apart, and what stands in the way.</summary>
public sealed class DutiesPage(AdministerDuties.Handler duties, IValidator<AdministerDuties.Request> validator, TimeProvider clock) : PageModel
{
    public AdministerDuties.Answer? State { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    public string Key => Ids.New(clock);

    public async Task OnGetAsync(CancellationToken ct) => State = await duties.GetAsync(this.SignedInUser(), ct);

    public async Task<IActionResult> OnPostAsync([FromForm] bool? separated, [FromForm] bool? secondPerson, [FromForm] string? key, CancellationToken ct)
    {
        var user = this.SignedInUser();
        var request = new AdministerDuties.Request(separated, secondPerson);
        var refusal = validator.Check(request) ?? (await duties.PutAsync(request, user, WriteContext.OfPage(user.Id, Request.Path, null, key))).Refusal;
        // Whoever was an administrator only has nothing to do here any more.
        if (refusal is null)
            return LocalRedirect(separated is true && !user.Is(Role.SecurityAdministrator) ? "/work?done=apart" : "/admin/duties?done=saved");

        (State, Errors) = (await duties.GetAsync(user, ct), new FormErrors(refusal));
        return this.Again(Errors);
    }
}
