using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ScanDeputy.Server.Pages;

/// <summary>
/// A form that wrote something is answered with an address, so that going back or loading again never asks to send it once more. A page under status 200
/// is for what wrote nothing and says so (<see cref="PageAnswers.Unwritten"/>); any other is a fault of ours, told in the log, where the tests find it.
/// </summary>
public sealed partial class RedirectAfterPost(ILogger<RedirectAfterPost> logger) : IAsyncPageFilter
{
    internal static readonly object NothingWritten = new();

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var done = await next();
        var http = context.HttpContext;
        if (HttpMethods.IsPost(http.Request.Method) && StatusOf(done.Result, http.Response) is < 300 && !http.Items.ContainsKey(NothingWritten))
            Log.Shown(logger, context.ActionDescriptor.ViewEnginePath);
    }

    /// <returns>Null for what is no page.</returns>
    private static int? StatusOf(IActionResult? result, HttpResponse response) => result switch
    {
        PageResult page => page.StatusCode ?? response.StatusCode,
        ViewResult view => view.StatusCode ?? response.StatusCode,
        _ => null,
    };

    private static partial class Log
    {
        [LoggerMessage(71, LogLevel.Error, "Page {Page} answered a form that was taken with a page instead of an address.")]
        public static partial void Shown(ILogger logger, string page);
    }
}
