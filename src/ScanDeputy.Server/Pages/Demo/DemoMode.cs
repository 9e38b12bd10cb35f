using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using ScanDeputy.Server.Demo;

namespace ScanDeputy.Server.Pages.Demo;

/// <summary>Whether this is the embedded profile, which alone has personas.</summary>
public static class DemoMode
{
    public static bool IsOn(HttpContext context) => context.RequestServices.GetService<Personas>() is not null;
}

/// <summary>Elsewhere the demo's pages do not exist.</summary>
public sealed class OnlyInDemo : IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (!DemoMode.IsOn(context.HttpContext))
            context.Result = new NotFoundResult();
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
