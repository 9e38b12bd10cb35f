using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.Notices;
using ScanDeputy.Server.Features.People.Access;

namespace ScanDeputy.Server.Pages;

/// <summary>The number beside 提醒 and the unit below the name, on every page that somebody who is signed in is shown; counted after the page has done its work.</summary>
public sealed class UnreadBadge(UnreadAlerts alerts, OwnUnit units) : IAsyncPageFilter
{
    public const string Key = "Unread";

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var done = await next();
        if (done is { Exception: null, Result: PageResult, HandlerInstance: PageModel page } && context.HttpContext.Features.Get<CurrentUser>() is { } user)
        {
            page.ViewData[Key] = await alerts.CountAsync(user, context.HttpContext.RequestAborted);
            page.ViewData[OwnUnit.Key] = await units.OfAsync(user, context.HttpContext.RequestAborted);
        }
    }
}
