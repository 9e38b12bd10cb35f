using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Pages.Asking;

/// <summary>
/// A form for something that cannot be undone is answered with what follows from it, and done when it comes again with a yes. It is for people at a page:
/// what the API is told to do it does. Photos cannot be carried, so that forms with files do not ask.
/// </summary>
public static class Questions
{
    /// <summary>The field that says yes.</summary>
    public const string Confirmed = "confirmed";

    private static readonly TextResource Texts = new(typeof(Questions), "Questions");

    public static bool IsConfirmed(this PageModel page) => page.Request.HasFormContentType && page.Request.Form[Confirmed] == "true";

    public static IActionResult Ask(this PageModel page, Question question)
    {
        page.Unwritten();
        var fields = page.Request.Form.Where(field => field.Key is not ("__RequestVerificationToken" or Confirmed))
            .SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? ""))).ToList();
        var asked = new AskedForm(question, page.Request.Path + page.Request.QueryString, fields);
        return new ViewResult { ViewName = "Asked", ViewData = new ViewDataDictionary<AskedForm>(page.ViewData, asked) };
    }

    public static string Text(string key, params object?[] values) => Texts.Format(key, values);

    /// <summary>A sentence about a number of things; nothing where there are none.</summary>
    public static IEnumerable<string> Counted(string key, int count, params object?[] values) => count == 0 ? [] : [Texts.Format(key, [count, .. values])];
}
