using Scalar.AspNetCore;

namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>The description at <c>/openapi/v1.json</c>, and at <c>/docs/api</c> for people to read; everything it shows comes from this program.</summary>
public static class ApiReference
{
    public const string Address = "/docs/api";

    private const string Description = "/openapi/{documentName}.json";

    /// <summary>For everybody where the program is tried out, in production for those who administer it; the setting says otherwise, e.g. while a mini-program is made.</summary>
    /// <param name="policy">Whose right it is where it is not for everybody.</param>
    public static void MapApiDescription(this WebApplication app, Profile profile, string policy)
    {
        var document = app.MapOpenApi(Description);
        var page = app.MapScalarApiReference(Address, Configure);
        page.Add(endpoint =>
        {
            var show = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => ShowAsync(show, context);
        });
        if (app.Configuration.GetValue("OpenApi:Public", profile == Profile.Embedded))
            return;

        document.RequireAuthorization(policy);
        page.RequireAuthorization(policy);
    }

    private static void Configure(ScalarOptions options)
    {
        options.Title = "扫码找代表 · 接口说明";
        options.OpenApiRoutePattern = Description;
        options.Localization = new ScalarLocalizationOptions { Locale = "zh-CN" };
        options.DotNetFlag = false;
        options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        options.HideClientButton = true;
        // Fonts, figures of use and a chat would come from, or go to, another host.
        options.DefaultFonts = false;
        options.Telemetry = false;
        options.DisableAgent().AddDocument("v1").WithNonce();
    }

    /// <summary>The page starts itself by a script in the page, which is allowed by the number that was drawn for this answer.</summary>
    private static Task ShowAsync(RequestDelegate show, HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            if (context.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce)
                SecurityHeaders.AllowScript(context.Response, nonce);
            return Task.CompletedTask;
        });
        return show(context);
    }
}
