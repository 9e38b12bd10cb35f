using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Network.Receptions;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration.Setup;

/// <summary>One register: searched, leafed through, given out as a file.</summary>
public sealed class RegisterRowsPage(RegisterDesks desks, ExportRota.Handler rota) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Of deputies: 行业小组 or 专业小组.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Group { get; set; }

    public IReadOnlyList<string> Groups { get; private set; } = [];

    public IRegisterDesk Desk { get; private set; } = null!;

    public Page<IRegisterItem> Rows { get; private set; } = new([], null);

    public bool IsTerms => Desk.Name == TermRegister.Instance.Name;

    /// <summary>Files of every kind are handed in on one page, which is administrators'.</summary>
    public bool MayImport => Rights.Allows(Rights.Administer, this.SignedInUser());

    public FormErrors Errors { get; } = new();

    public string? More => Rows.Next is { } next ? $"/admin/setup/{Desk.Name}?q={Uri.EscapeDataString(Q ?? "")}{(Group is { Length: > 0 } group ? $"&group={Uri.EscapeDataString(group)}" : null)}&after={Uri.EscapeDataString(next)}" : null;

    public async Task<IActionResult> OnGetAsync(string register, string? after, CancellationToken ct)
    {
        if (desks.Find(register) is not { } desk)
            return this.Refused(ErrorCodes.NotFound);

        Desk = desk;
        var found = await desk.ListAsync(Q, null, Group, after, this.SignedInUser(), ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        (Rows, Groups) = (found.Value, await desk.GroupsAsync(this.SignedInUser(), ct));
        return Page();
    }

    /// <summary>Who receives when; only the reception rules have it.</summary>
    public async Task<IActionResult> OnGetRotaAsync(string? format, CancellationToken ct)
    {
        var file = await rota.HandleAsync(format, this.SignedInUser(), ct);
        return file.Refusal is { } refusal ? this.Refused(refusal.Code) : File(file.Value.Bytes, file.Value.MediaType, file.Value.Name);
    }

    public async Task<IActionResult> OnGetExportAsync(string register, string? format, CancellationToken ct) => desks.Find(register) is { } desk
        ? this.Download(await desk.ExportAsync(format, this.SignedInUser(), ct))
        : this.Refused(ErrorCodes.NotFound);
}
