using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.People.Access;

namespace ScanDeputy.Server.Pages.Administration.Setup;

/// <summary>The registers are administrators'; the terms are kept by whoever ends them as well, and accounts are handed in by whoever makes them.</summary>
public sealed class RegisterDoor : IAuthorizationFilter
{
    public void OnAuthorization(AuthorizationFilterContext context)
    {
        if (context.HttpContext.Features.Get<CurrentUser>() is not { } user || !Rights.Allows(RightFor(context), user))
            context.Result = new ForbidResult();
    }

    private static string RightFor(AuthorizationFilterContext context) =>
        context.RouteData.Values["register"] as string == TermRegister.Instance.Name ? Rights.People
        : ImportPage.IsOfStaff(context.HttpContext.Request) && context.RouteData.Values["page"] as string == ImportPage.Name ? Rights.Secure
        : Rights.Administer;
}
