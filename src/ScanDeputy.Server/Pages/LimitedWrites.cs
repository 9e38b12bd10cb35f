using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages;

/// <summary>Every form that is sent counts for its client address; pages with a limit of their own ask for it where the form can be shown again.</summary>
public sealed class LimitedWrites(RequestLimits limits) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (HttpMethods.IsPost(context.HttpContext.Request.Method)
            && await limits.WriteAsync(context.HttpContext) is { } refusal && context.HandlerInstance is PageModel page)
            context.Result = page.Refused(refusal.Code);
        else
            await next();
    }
}
