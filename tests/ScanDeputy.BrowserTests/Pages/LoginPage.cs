using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>登录: the demo's people, and the form of the staff.</summary>
internal sealed class LoginPage(Visitor visitor)
{
    private const string Heading = "登录";

    /// <summary>Straight to it, where signing in is no step of the journey: without a picture.</summary>
    public static async Task<LoginPage> OpenAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/login");
        return new LoginPage(visitor);
    }

    public static async Task<LoginPage> ArrivedAsync(Visitor visitor)
    {
        await visitor.ArriveAsync("login", Heading);
        return new LoginPage(visitor);
    }

    /// <param name="persona">Its name, e.g. <c>deputy-1</c>.</param>
    public Task GoOnAsAsync(string persona) => visitor.Page.GetByRole(AriaRole.Button).Filter(new LocatorFilterOptions { HasText = persona }).ClickAsync();

    /// <summary>By the name that people know somebody by; there may be a resident of the same name.</summary>
    public Task GoOnAsDeputyAsync(string name) => visitor.Page.GetByRole(AriaRole.Button)
        .Filter(new LocatorFilterOptions { HasText = name }).Filter(new LocatorFilterOptions { HasText = "deputy-" }).ClickAsync();
}
