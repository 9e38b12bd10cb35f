using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.People.Access;

namespace ScanDeputy.Server.Pages.Administration.Setup;

/// <summary>The registers are administrators'; the terms are kept by whoever ends them as well.</summary>
public sealed class RegisterDoor : IAuthorizationFilter
{
    public void OnAuthorization(AuthorizationFilterContext context)
    {
        if (context.RouteData.Values["register"] as string == TermRegister.Instance.Name)
            return;
        if (context.HttpContext.Features.Get<CurrentUser>() is not { } user || !Rights.Allows(Rights.Administer, user))
            context.Result = new ForbidResult();
    }
}
