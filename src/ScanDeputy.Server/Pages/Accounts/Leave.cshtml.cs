using Dapper;
using FluentValidation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>A resident gives the account up, told before what becomes of what.</summary>
public sealed class LeavePage(DeleteMyAccount.Handler handler, IValidator<DeleteMyAccount.Request> validator, Database database) : PageModel
{
    [BindProperty]
    public string? Confirm { get; set; }

    public FormErrors Errors { get; private set; } = new();

    public bool IsDone { get; private set; }

    public int Reports { get; private set; }

    /// <summary>Of them, those that somebody is still at work on.</summary>
    public int Open { get; private set; }

    public async Task<IActionResult> OnGetAsync(bool done, CancellationToken ct)
    {
        IsDone = done;
        return done ? Page() : await ShowAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (HttpContext.Features.Get<CurrentUser>() is not { } user)
            return Challenge();

        var refusal = validator.Check(new DeleteMyAccount.Request(Confirm)) ?? (await handler.HandleAsync(user)).Refusal;
        if (refusal is not null)
        {
            Errors = new FormErrors(refusal);
            await ShowAsync(ct);
            return this.Again(Errors);
        }

        await HttpContext.SignOutAsync(Sessions.PageScheme);
        return LocalRedirect("/account/leave?done=true");
    }

    private async Task<IActionResult> ShowAsync(CancellationToken ct)
    {
        if (HttpContext.Features.Get<CurrentUser>() is not { } user)
            return Challenge();

        (Reports, Open) = await database.ReadAsync(connection => connection.QuerySingleAsync<(int, int)>(Count, new { user.Id }), ct);
        return Page();
    }

    private const string Count = """
        select count(*), coalesce(sum(case when waiting_role is not null then 1 else 0 end), 0) from cases where resident_id = @Id and own_kind is null
        """;
}
