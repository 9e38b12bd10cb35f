using System.Globalization;
using Hangfire;
using ScanDeputy.Server.Platform.Http;
using StackExchange.Redis;

namespace ScanDeputy.Server.Jobs;

/// <summary>What the engine did, at <c>/jobs</c> for administrators to look at. It changes nothing there: sweeps come again by themselves.</summary>
public static class JobPages
{
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    /// <param name="policy">Whose right it is.</param>
    public static void MapJobPages(this WebApplication app, string policy)
    {
        var options = new DashboardOptions { DashboardTitle = "ScanDeputy", AppPath = "/", IsReadOnlyFunc = _ => true, DisplayStorageConnectionString = false };
        app.MapHangfireDashboardWithNoAuthorizationFilters("/jobs", options)
            .RequireAuthorization(policy)
            .Add(endpoint =>
            {
                var show = endpoint.RequestDelegate!;
                endpoint.RequestDelegate = context => ShowAsync(show, context);
            });
    }

    /// <summary>Without Redis there is nothing to show, which is no fault of the program.</summary>
    private static async Task ShowAsync(RequestDelegate show, HttpContext context)
    {
        // Its pages speak the request's language.
        CultureInfo.CurrentUICulture = Chinese;
        SecurityHeaders.AllowInlineStyles(context.Response);
        try
        {
            await show(context);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException && !context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            RetryAfter.Say(context.Response, null, context.Response.StatusCode);
        }
    }
}
