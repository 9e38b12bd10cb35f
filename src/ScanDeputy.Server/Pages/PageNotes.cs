using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Pages;

/// <summary>
/// What an action has done, said on the page that it redirects to: the address names the action (<c>done=booked</c>), the words stand in
/// <c>PageNotes.resx</c> under page and action, what comes next under the same with <c>.next</c>. What has no words there says nothing.
/// </summary>
public static class PageNotes
{
    private static readonly TextResource Texts = new(typeof(PageNotes), "PageNotes");

    public static DoneNote? Of(ViewContext view) =>
        view.ActionDescriptor is PageActionDescriptor page && HttpMethods.IsGet(view.HttpContext.Request.Method) && view.HttpContext.Request.Query["done"].ToString() is { Length: > 0 and < 30 } done
        && Texts.Find($"{page.ViewEnginePath.TrimStart('/')}.{done}") is { } words
            ? new DoneNote(words) { Next = Texts.Find($"{page.ViewEnginePath.TrimStart('/')}.{done}.next") }
            : null;
}
