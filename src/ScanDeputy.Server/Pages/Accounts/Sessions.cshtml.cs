using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.People.OpenSessions;

namespace ScanDeputy.Server.Pages.Accounts;

/// <summary>Where somebody is signed in; they end one of them, or all others.</summary>
public sealed class SessionsPage(SessionReader reader, EndSessions.Handler ending) : PageModel
{
    public IReadOnlyList<SessionView> Sessions { get; private set; } = [];

    public FormErrors Errors { get; private set; } = new();

    public string? Done { get; private set; }

    public async Task OnGetAsync(bool ended, CancellationToken ct)
    {
        Done = ended ? "已退出。" : null;
        await LoadAsync(ct);
    }

    public async Task<IActionResult> OnPostOneAsync([FromForm] string? id, CancellationToken ct)
    {
        var ended = await ending.EndOneAsync(id ?? "", this.SignedInUser());
        if (ended.Refusal is null)
            return LocalRedirect("/account/sessions?ended=true");

        Errors = new FormErrors(ended.Refusal);
        await LoadAsync(ct);
        return this.Again(Errors);
    }

    public async Task<IActionResult> OnPostOthersAsync()
    {
        await ending.EndOthersAsync(this.SignedInUser());
        return LocalRedirect("/account/sessions?ended=true");
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        var user = this.SignedInUser();
        Sessions = (await reader.ListAsync(user.Id, user.SessionId, ct)).Items;
    }
}
