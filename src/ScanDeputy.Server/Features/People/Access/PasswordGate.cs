using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Abstractions;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.People.Access;

/// <summary>
/// Whoever signed in with a password that somebody else has made comes no further than to where they set one of their own: closed is every call and
/// every page that is not marked as open.
/// </summary>
public static class PasswordGate
{
    public const string Page = "/account/password";

    /// <summary>Marks what can be reached before the password was changed.</summary>
    public sealed class Open;

    public static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<CurrentUser>() is not { MustChangePassword: true } || context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<Open>() is not null)
            await next(context);
        else if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
            await Problem.From(new Refusal(PeopleErrors.PasswordMustChange), context).WriteAsync(context);
        else if (endpoint.Metadata.GetMetadata<ActionDescriptor>() is null && endpoint.Metadata.GetMetadata<IAuthorizeData>() is null)
            await next(context);
        else
            context.Response.Redirect(AddressFor(HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : null));
    }

    /// <param name="returnUrl">Where they wanted to go.</param>
    public static string AddressFor(string? returnUrl) => string.IsNullOrEmpty(returnUrl) ? Page : $"{Page}?returnUrl={Uri.EscapeDataString(returnUrl)}";
}
