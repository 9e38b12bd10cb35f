using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages;

/// <summary>What all page models do alike.</summary>
internal static class PageAnswers
{
    /// <summary>For pages behind a policy, which have somebody signed in.</summary>
    public static CurrentUser SignedInUser(this PageModel page) => page.HttpContext.Features.Get<CurrentUser>()
        ?? throw new InvalidOperationException("This page is open to nobody without a policy.");

    /// <summary>Instead of the page: what is the matter, under its own status, and where to go on.</summary>
    public static IActionResult Refused(this PageModel page, string code)
    {
        var status = ErrorCodes.StatusOf(code);
        RetryAfter.Say(page.Response, null, status);
        return new ViewResult { ViewName = "Refused", StatusCode = status, ViewData = new ViewDataDictionary<string>(page.ViewData, code) };
    }

    /// <summary>The same page again with what was typed and what is wrong with it.</summary>
    public static IActionResult Again(this PageModel page, FormErrors errors)
    {
        page.Response.StatusCode = errors.Status;
        RetryAfter.Say(page.Response, errors.Refusal, errors.Status);
        return page.Page();
    }
}
