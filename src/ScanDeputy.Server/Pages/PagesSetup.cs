using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.WebEncoders;
using ScanDeputy.Server.Features.Cases.Papers;
using ScanDeputy.Server.Features.ContentReview.Photos;
using ScanDeputy.Server.Features.Ledger;
using ScanDeputy.Server.Features.Network.Codes;
using ScanDeputy.Server.Features.Network.Verification;
using ScanDeputy.Server.Features.People.Access;
using ScanDeputy.Server.Features.People.OwnData;
using ScanDeputy.Server.Pages.Administration;
using ScanDeputy.Server.Pages.Administration.Setup;
using ScanDeputy.Server.Pages.Administration.Staff;
using ScanDeputy.Server.Pages.Cases;
using ScanDeputy.Server.Pages.Cases.Forms;
using ScanDeputy.Server.Pages.Demo;
using ScanDeputy.Server.Pages.Kept;
using ScanDeputy.Server.Pages.Picking;
using ScanDeputy.Server.Pages.Published;
using ScanDeputy.Server.Pages.Stations;
using ScanDeputy.Server.Platform.Documents;
using ScanDeputy.Server.Platform.Http;

namespace ScanDeputy.Server.Pages;

/// <summary>The web pages: who may open which folder, and the pictures that pages show.</summary>
public static class PagesSetup
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorPages(options =>
        {
            options.Conventions.AuthorizePage("/Accounts/Password", Rights.SignedIn);
            options.Conventions.AuthorizePage("/Accounts/Sessions", Rights.SignedIn);
            options.Conventions.AuthorizePage("/Accounts/SecondFactor", Rights.Official);
            options.Conventions.AddFolderApplicationModelConvention("/Accounts", model => model.EndpointMetadata.Add(new SignInGate.Open()));
            options.Conventions.AuthorizeFolder("/Desk", Rights.Official);
            options.Conventions.AuthorizeFolder("/Cases", Rights.SignedIn);
            options.Conventions.AuthorizePage("/Receptions/Mine", Rights.Follow);
            options.Conventions.AuthorizePage("/Receptions/Desk", Rights.Receive);
            options.Conventions.AuthorizePage("/Receptions/Own", Rights.Deputise);
            options.Conventions.AuthorizePage("/Cases/Report", Rights.Report);
            options.Conventions.AuthorizePage("/Cases/Suggest", Rights.Deputise);
            options.Conventions.AuthorizePage("/Cases/Work", Rights.Official);
            options.Conventions.AuthorizePage("/Cases/Uncovered", Rights.Assign);
            options.Conventions.AuthorizePage("/Administration/People", Rights.People);
            options.Conventions.AuthorizePage("/Administration/Terms", Rights.People);
            options.Conventions.AuthorizePage("/Administration/Calendars", Rights.Administer);
            options.Conventions.AuthorizePage("/Administration/Limits", Rights.Administer);
            options.Conventions.AuthorizePage("/Administration/Stations", Rights.Administer);
            options.Conventions.AuthorizePage("/Administration/StationCodes", Rights.Administer);
            options.Conventions.AuthorizePage("/Administration/Job", Rights.Administer);
            options.Conventions.AuthorizePage("/Administration/WeChatFiles", Rights.Administer);
            options.Conventions.AuthorizePage("/Administration/PlateStyle", Rights.Administer);
            options.Conventions.AuthorizeFolder("/Administration/Setup", Rights.Official);
            options.Conventions.AddFolderApplicationModelConvention("/Administration/Setup", model => model.Filters.Add(new RegisterDoor()));
            options.Conventions.AuthorizeFolder("/Administration/Audit", Rights.Audit);
            options.Conventions.AuthorizeFolder("/Administration/Staff", Rights.Secure);
            options.Conventions.AuthorizePage("/Administration/Parked", Rights.Administer);
            options.Conventions.AuthorizeFolder("/Notifications", Rights.SignedIn);
            options.Conventions.AuthorizePage("/Notifications/Deliveries", Rights.Administer);
            options.Conventions.AddFolderApplicationModelConvention("/Demo", model => model.Filters.Add(new OnlyInDemo()));
        })
            .AddMvcOptions(options =>
            {
                options.Filters.Add<LimitedWrites>();
                options.Filters.Add<RedirectAfterPost>();
                options.Filters.Add<UnreadBadge>();
                options.ModelBinderProviders.Insert(0, new StrictEnums());
                options.Filters.Add<AsciiRedirects>();
                options.Filters.Add<KeptForms>();
            });
        services.PostConfigure<CookieAuthenticationOptions>(Sessions.PageScheme, KeptForms.Configure);
        services.AddStaticParts();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "scandeputy-form";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // Platform/Http/SecurityHeaders says DENY already, which is stricter.
            options.SuppressXFrameOptionsHeader = true;
        });
        // Chinese as itself in the page's source, not as numbers.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton<PeopleLists>().AddSingleton<StationLists>().AddSingleton<OwnUnit>().AddSingleton<RowParts>().AddSingleton<StaffChoices>().AddSingleton<ImportReports>().AddSingleton<RegisterChoices>().AddSingleton<CaseForms>().AddSingleton<TemplateTexts>().AddSingleton<MoveChoices>().AddSingleton<CoSignerChoices>().AddSingleton<SuggestDesk>().AddSingleton<PhotoUploads>()
            .AddSingleton<SimilarChoices>().AddSingleton<Releases>().AddSingleton<CaseDone>().AddSingleton<CaseScreen>().AddSingleton<ReportDesk>();
        return services;
    }

    public static void MapPages(this WebApplication app)
    {
        app.UseStaticParts();
        app.UseTypeSize();
        app.MapRazorPages();
        app.MapGet("/photos/{id}", async (string id, string? size, CurrentUser user, GetAttachment.Handler photos, HttpContext context, CancellationToken ct) =>
        {
            var photo = await photos.HandleAsync(id, size, user, ct);
            return photo.IsRefused ? Results.NotFound() : photo.Value.Answer(context);
        })
            .RequireAuthorization(Rights.SignedIn).ExcludeFromDescription();
        app.MapGet("/cases/{id}/file.zip", async (string id, CurrentUser user, GetCaseFile.Handler files, HttpContext context, CancellationToken ct) =>
        {
            var file = await files.HandleAsync(id, user, context, ct);
            return file.Refusal is { } refusal ? Results.StatusCode(ErrorCodes.StatusOf(refusal.Code)) : GetCaseFile.Answer(file.Value, context);
        })
            .RequireAuthorization(Rights.SignedIn).ExcludeFromDescription();
        app.MapGet("/account/data.zip", async (CurrentUser user, ExportMyData.Handler data, HttpContext context, CancellationToken ct) =>
        {
            var export = await data.HandleAsync(user, context, ct);
            return export.Refusal is { } refusal ? Results.StatusCode(ErrorCodes.StatusOf(refusal.Code)) : ExportMyData.Answer(export.Value, context);
        })
            .RequireAuthorization(Rights.SignedIn).ExcludeFromDescription();
        app.MapGet("/cases/{id}/papers/{kind}", async (string id, string kind, string? format, CurrentUser user, GetPaper.Handler papers, HttpContext context, CancellationToken ct) =>
        {
            var paper = await papers.HandleAsync(id, kind, user, ct);
            return paper.IsRefused ? Results.NotFound() : GetPaper.Answer(paper.Value, format == "docx", PaperBar(id), context);
        })
            .RequireAuthorization(Rights.SignedIn).ExcludeFromDescription();
        app.MapPictures();
        app.MapReceptionFile();
        app.MapPublishedFiles();
        app.MapCodePictures();
        app.MapStationQr();
        AppLinks.Map(app);
        VerificationFiles.MapPublic(app);
    }

    /// <summary>Above a paper on the screen; not printed.</summary>
    private static string PaperBar(string id) =>
        $"<nav class=\"bar\"><a href=\"/cases/{PrintHtml.Encode(id)}\">{PaperTexts.Of("bar.back")}</a><a href=\"?format=docx\" download>{PaperTexts.Of("bar.word")}</a></nav>\n";
}
