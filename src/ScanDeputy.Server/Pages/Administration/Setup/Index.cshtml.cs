using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Network.Registers;

namespace ScanDeputy.Server.Pages.Administration.Setup;

/// <summary>资料: what a county still lacks, and the way to each register.</summary>
public sealed class SetupPage(RegisterDesks desks, GetChecklist.Handler checklist) : PageModel
{
    public IReadOnlyList<IRegisterDesk> Desks => desks.All;

    public GetChecklist.Answer Checklist { get; private set; } = new(true, []);

    public async Task OnGetAsync(CancellationToken ct) => Checklist = await checklist.HandleAsync(this.SignedInUser(), ct);
}
