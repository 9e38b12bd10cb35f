using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Domain.Cases;
using ScanDeputy.Server.Features.Cases;
using ScanDeputy.Server.Features.Cases.Moves;
using ScanDeputy.Server.Features.Cases.Rating;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Rating;

/// <summary>Behind the link in a text message: the result, and the visitor's rating, without signing in.</summary>
public sealed class RatePage(RateByLink.Handler rating, IValidator<Evaluate.Request> validator) : PageModel
{
    public RateByLink.View View { get; private set; } = null!;

    public string Token { get; private set; } = "";

    public Grade? Grade { get; private set; }

    public string? Text { get; private set; }

    public bool Done { get; private set; }

    /// <summary>Not satisfied: it is handled once more.</summary>
    public bool Again { get; private set; }

    public FormErrors Errors { get; private set; } = new();

    /// <param name="done">After the rating, when the link is spent: which mark was given.</param>
    public async Task<IActionResult> OnGetAsync([FromRoute] string token, [FromQuery] string? done, CancellationToken ct) => await OpenAsync(token, ct, done) ?? Page();

    public async Task<IActionResult> OnPostAsync([FromRoute] string token, [FromForm] string? grade, [FromForm] string? text, CancellationToken ct)
    {
        (Grade, Text) = (Enum.TryParse<Grade>(grade, out var chosen) && chosen.ToString() == grade ? chosen : null, text);
        if (validator.Check(new Evaluate.Request(Grade, text)) is { } wrong)
        {
            if (await OpenAsync(token, ct) is { } closed)
                return closed;
            Errors = new FormErrors(wrong);
            return this.Again(Errors);
        }

        var rated = await rating.RateAsync(token, Grade!.Value, text, HttpContext, ct);
        if (rated.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        return Redirect($"/r/{token}?done={Grade}");
    }

    private async Task<IActionResult?> OpenAsync(string token, CancellationToken ct, string? done = null)
    {
        var seen = await rating.SeeAsync(token, HttpContext, ct);
        if (done is not null && seen.Refusal?.Code == CaseErrors.RatingLinkEnded)
        {
            (Done, Again) = (true, done == nameof(Domain.Cases.Grade.Unsatisfied));
            return null;
        }

        if (seen.Refusal is { } refusal)
            return this.Refused(refusal.Code);

        (View, Token) = (seen.Value, token);
        return null;
    }
}
