using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Abstractions;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Features.People.Access;

/// <summary>
/// Whoever signed in with a password that somebody else has made comes no further than to where they set one of their own; whoever must have an authenticator
/// and has none, than to where they set it up. Closed is every call and every page that is not marked as open.
/// </summary>
public static class SignInGate
{
    public const string PasswordPage = "/account/password";

    public const string SecondFactorPage = "/account/second-factor";

    /// <summary>Marks what can be reached before.</summary>
    public sealed class Open;

    public static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<CurrentUser>() is not { IsHeldUp: true } user || context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<Open>() is not null)
            await next(context);
        else if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
            await Problem.From(new Refusal(user.MustChangePassword ? PeopleErrors.PasswordMustChange : PeopleErrors.TotpMustEnrol), context).WriteAsync(context);
        else if (endpoint.Metadata.GetMetadata<ActionDescriptor>() is null && endpoint.Metadata.GetMetadata<IAuthorizeData>() is null)
            await next(context);
        else
            context.Response.Redirect(AddressFor(user, HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : null));
    }

    /// <param name="user">Who is held up.</param>
    /// <param name="returnUrl">Where they wanted to go.</param>
    public static string AddressFor(CurrentUser user, string? returnUrl)
    {
        var page = user.MustChangePassword ? PasswordPage : SecondFactorPage;
        return string.IsNullOrEmpty(returnUrl) ? page : $"{page}?returnUrl={Uri.EscapeDataString(returnUrl)}";
    }
}
