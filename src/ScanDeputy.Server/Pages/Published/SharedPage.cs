using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages.Published;

/// <summary>Pages that are the same for everybody who is not signed in: they may be kept on the way, and are not sent again to who has them.</summary>
internal static class SharedPage
{
    // Another build may draw other pages of the same data.
    private static readonly string Build = typeof(SharedPage).Module.ModuleVersionId.ToString("N")[..8];

    /// <param name="page">Which asks.</param>
    /// <param name="shown">All that the page shows.</param>
    public static IActionResult Shared(this PageModel page, object shown)
    {
        var headers = page.Response.Headers;
        headers.Vary = "Cookie";
        // Above it stands who is signed in.
        if (page.HttpContext.Features.Get<CurrentUser>() is not null)
            return page.Page();

        var said = new { Build, Address = $"{page.Request.Host}{page.Request.Path}{page.Request.QueryString}", Large = TypeSize.IsLarge(page.Request), shown };
        var tag = $"W/{SharedAnswers.TagOf(JsonSerializer.SerializeToUtf8Bytes(said, ApiJson.Options))}";
        (headers.CacheControl, headers.ETag) = (SharedAnswers.Cache, tag);
        return page.Request.Headers.IfNoneMatch.Contains(tag) ? new StatusCodeResult(StatusCodes.Status304NotModified) : page.Page();
    }
}
