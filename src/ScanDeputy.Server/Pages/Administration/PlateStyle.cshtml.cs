using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Administration;

/// <summary>站牌样式: heading, colour and emblem of the county's plates, with a plate as it will look.</summary>
[FileForm(1024 * 1024, AdministerPlateStyle.LargestEmblem, 1)]
public sealed class PlateStylePage(AdministerPlateStyle.Handler styles, IValidator<AdministerPlateStyle.Request> validator, TimeProvider clock) : PageModel
{
    public AdministerPlateStyle.Answer Style { get; private set; } = null!;

    public string? Colour { get; private set; }

    public string? Heading { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    public string? Done { get; private set; }

    /// <summary>A plate of no station.</summary>
    public string Example { get; private set; } = "";

    public string NewKey() => Ids.New(clock);

    public async Task OnGetAsync(bool saved, CancellationToken ct)
    {
        await LoadAsync(ct);
        (Colour, Heading) = (Style.Colour, Style.Heading);
        Done = saved ? "已保存，以后打印的站牌都用这个样式。" : null;
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? colour, [FromForm] string? heading, [FromForm] int version, [FromForm] bool remove, [FromForm] string? key, CancellationToken ct)
    {
        var user = this.SignedInUser();
        await LoadAsync(ct);
        (Colour, Heading) = (colour, heading);
        var emblem = remove ? null : Style.Emblem;
        if (Request.Form.Files is [{ Length: > 0 } sent, ..])
        {
            var read = await FileForms.BytesOfAsync(sent, AdministerPlateStyle.LargestEmblem, ct);
            if (read.Refusal is not null)
                return Again(Refusal.OfField("emblem", "field_plate_emblem"));
            emblem = Convert.ToBase64String(read.Value.Bytes);
        }

        var request = new AdministerPlateStyle.Request(colour, heading, emblem);
        var refusal = validator.Check(request);
        refusal ??= (await styles.PutAsync(request, user, WriteContext.OfPage(user.Id, Request.Path, version, key), ct)).Refusal;
        return refusal is null ? Redirect("/admin/plate-style?saved=true") : Again(refusal);
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        var jurisdiction = this.SignedInUser().Jurisdiction!;
        Style = await styles.GetAsync(jurisdiction, ct);
        Example = Plate.Svg(PlateFormat.Find("door-a6")!, new PlateText("示例村人大代表联络站", "大门口", "ABCD-EFGH", $"{Request.Scheme}://{Request.Host}/", null) { Style = await styles.FindAsync(jurisdiction, ct) });
    }

    private IActionResult Again(Refusal refusal)
    {
        Errors = new FormErrors(refusal);
        return this.Again(Errors);
    }
}
