using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;
using ScanDeputy.Server.Platform.Tables;

namespace ScanDeputy.Server.Pages;

/// <summary>What all page models do alike.</summary>
internal static class PageAnswers
{
    /// <summary>In a page's data: what was sent is wrong, and the page's title begins with it.</summary>
    public const string Failed = "Failed";

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

    /// <summary>A table to keep, or what is the matter.</summary>
    public static IActionResult Download(this PageModel page, Result<TableExport> table) => table.Refusal is { } refusal
        ? page.Refused(refusal.Code)
        : page.File(table.Value.Bytes, table.Value.MediaType, table.Value.Name);

    /// <summary>Fields whose text could not be read as what the form asks for; the framework has left them empty, as if nothing had been typed.</summary>
    /// <param name="text">The key of the sentence for what is no date.</param>
    public static Refusal? Unreadable<TForm>(this PageModel page, string text = "field_unreadable")
    {
        var fields = page.ModelState.Where(entry => entry.Value is { ValidationState: ModelValidationState.Invalid, AttemptedValue.Length: > 0 })
            .ToDictionary(entry => JsonNamingPolicy.CamelCase.ConvertName(entry.Key), IReadOnlyList<string> (entry) => [TextFor<TForm>(entry.Key, text)], StringComparer.Ordinal);
        return fields.Count == 0 ? null : new Refusal(ErrorCodes.Invalid) { Fields = fields };
    }

    private static string TextFor<TForm>(string key, string text) =>
        typeof(TForm).GetProperty(key, BindingFlags.IgnoreCase | BindingFlags.Instance | BindingFlags.Public)?.PropertyType == typeof(DateOnly?) ? "field_date" : text;

    /// <summary>The page after a form that wrote nothing that counts: a preview, a check, what was typed carried on.</summary>
    public static IActionResult Unwritten(this PageModel page)
    {
        page.HttpContext.Items[RedirectAfterPost.NothingWritten] = true;
        return page.Page();
    }

    /// <summary>The same page again with what was typed and what is wrong with it.</summary>
    public static IActionResult Again(this PageModel page, FormErrors errors)
    {
        page.Response.StatusCode = errors.Status;
        page.ViewData[Failed] = true;
        RetryAfter.Say(page.Response, errors.Refusal, errors.Status);
        return page.Page();
    }
}
