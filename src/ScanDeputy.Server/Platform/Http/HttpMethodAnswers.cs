using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>
/// HEAD, OPTIONS and 405 as RFC 9110 has them, at one place: whatever can be read with GET answers HEAD with the same headers and no body, OPTIONS names
/// what an address takes, and what it does not take is a 405 that names it as well.
/// </summary>
public static class HttpMethodAnswers
{
    private static readonly object HeadKey = new();

    /// <summary>Whether a request that is answered like a GET was a HEAD.</summary>
    public static bool WasHead(HttpContext context) => context.Items.ContainsKey(HeadKey);

    /// <summary>Before routing: endpoints know GET only. The server leaves out the body, since it knows how the request came in.</summary>
    public static void UseHeadAsGet(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }

        context.Request.Method = HttpMethods.Get;
        context.Items[HeadKey] = true;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    });

    /// <summary>After routing.</summary>
    public static void UseMethodAnswers(this WebApplication app) => app.Use(async (context, next) =>
    {
        var (endpoint, method) = (context.GetEndpoint(), context.Request.Method);
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed && context.Response.Headers.Allow is { Count: > 0 } allow)
                context.Response.Headers.Allow = Complete(allow.ToString());
            return Task.CompletedTask;
        });
        if (endpoint is null || (MethodsOfPage(endpoint) is not { } ofPage ? !HttpMethods.IsOptions(method) : ofPage.Contains(method, StringComparer.OrdinalIgnoreCase)))
        {
            await next(context);
            return;
        }

        if (MethodsOfPage(endpoint) is { } methods)
        {
            context.Response.Headers.Allow = Complete(string.Join(", ", methods));
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        }
        else if (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is null && endpoint.RequestDelegate is { } refuse)
        {
            // Routing found the address under other methods only; its answer names them.
            await refuse(context);
        }

        if (HttpMethods.IsOptions(method) && context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            context.Response.Headers.Allow = Complete(context.Response.Headers.Allow.ToString());
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    });

    /// <summary>A page has an address for every method, and code for some.</summary>
    /// <returns>Null when the endpoint is no page.</returns>
    private static IReadOnlyList<string>? MethodsOfPage(Endpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>() is not { } page)
            return null;

        var methods = page.HandlerMethods.Select(handler => handler.HttpMethod.ToUpperInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        // A page without a model only shows itself.
        return methods.Count == 0 ? [HttpMethods.Get] : methods;
    }

    private static string Complete(string allow)
    {
        var methods = allow.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToList();
        if (methods.Contains(HttpMethods.Get, StringComparer.OrdinalIgnoreCase) && !methods.Contains(HttpMethods.Head, StringComparer.OrdinalIgnoreCase))
            methods.Insert(methods.IndexOf(HttpMethods.Get) + 1, HttpMethods.Head);
        if (!methods.Contains(HttpMethods.Options, StringComparer.OrdinalIgnoreCase))
            methods.Add(HttpMethods.Options);
        return string.Join(", ", methods);
    }
}
