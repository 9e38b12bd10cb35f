using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Administration.Staff;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration.Staff;

/// <summary>账号: the staff of the administrator's jurisdiction; in use, unless something else is asked for.</summary>
public sealed class ListPage(ListStaff.Handler list, ConfirmRoles.Handler proposals, StaffFiles.Handler files, StaffChoices choices) : PageModel
{
    private const string InUse = "true";

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Role { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Town { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Active { get; set; } = InUse;

    public Page<ListStaff.Item> Staff { get; private set; } = new([], null);

    /// <summary>What another person has to confirm.</summary>
    public IReadOnlyList<ConfirmRoles.Item> Waiting { get; private set; } = [];

    public IReadOnlyList<(string Code, string Word)> Towns { get; private set; } = [];

    public bool IsFiltered => Active != InUse || !string.IsNullOrEmpty(Q) || !string.IsNullOrEmpty(Role) || !string.IsNullOrEmpty(Town);

    public string? More => Staff.Next is { } next ? $"/admin/staff{QueryString.Create(new Dictionary<string, string?> { ["q"] = Q, ["role"] = Role, ["town"] = Town, ["active"] = Active, ["after"] = next })}" : null;

    public async Task<IActionResult> OnGetExportAsync(string? format, CancellationToken ct) => this.Download(await files.ExportAsync(format, this.SignedInUser(), ct));

    public static string PlaceOf(ListStaff.Item item) =>
        string.Join('、', new[] { item.Town, item.Agency, item.Deputy }.OfType<Named>().Concat(item.Stations).Select(place => place.Name)) is { Length: > 0 } places ? places : "—";

    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken ct)
    {
        bool? active = Active switch { InUse => true, "false" => false, _ => null };
        var found = await list.HandleAsync(new ListStaff.Request(Q, Role, active, Town, null, after), this.SignedInUser(), ct);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        Waiting = (await proposals.ListAsync(this.SignedInUser(), ct)).Items;
        (Staff, Towns) = (found.Value, await choices.TownsAsync(this.SignedInUser().Jurisdiction!, ct));
        return Page();
    }
}
