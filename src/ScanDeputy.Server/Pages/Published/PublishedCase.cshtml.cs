using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Cases.Submission;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Features.Publication;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Published;

/// <summary>One published case, to be read and passed on.</summary>
public sealed class PublishedCasePage(PublishedReader reader, CodeAddress addresses) : PageModel
{
    private const int LongestDescription = 120;

    public string Jurisdiction { get; private set; } = "";

    public string PlaceName { get; private set; } = "";

    public PublishedDetail Case { get; private set; } = null!;

    /// <summary>Where it stands, in full, for whoever passes it on.</summary>
    public string Address => $"{addresses.Host(Request)}/p/{Jurisdiction}/cases/{Case.Number}";

    /// <summary>The answer, if there is one, else what was asked.</summary>
    public string Description => Shorten((Case.Answer?.Text ?? Case.Text).ReplaceLineEndings(" "));

    public async Task<IActionResult> OnGetAsync([FromRoute] string jurisdiction, [FromRoute] string number, CancellationToken ct)
    {
        var found = await reader.GetAsync(jurisdiction, CaseNumbers.AsIssued(number), ct);
        if (found.IsRefused || await reader.NameOfAsync(jurisdiction, ct) is not { } name)
            return this.Refused(ErrorCodes.NotFound);

        (Jurisdiction, PlaceName, Case) = (jurisdiction, name, found.Value);
        return this.Shared(Case);
    }

    private static string Shorten(string text) => text.Length <= LongestDescription
        ? text
        : text[..(char.IsHighSurrogate(text[LongestDescription - 1]) ? LongestDescription - 1 : LongestDescription)] + "…";
}
