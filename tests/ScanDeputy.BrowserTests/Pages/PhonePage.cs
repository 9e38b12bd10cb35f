using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>手机号登录: the number on the sign-in page, then the code.</summary>
internal sealed class PhonePage(Visitor visitor)
{
    private const string Heading = "填写验证码";

    /// <summary>From the sign-in page.</summary>
    public static async Task<PhonePage> AskAsync(Visitor visitor, string number)
    {
        await visitor.Page.GetByLabel("手机号").FillAsync(number);
        await visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "获取验证码" }).ClickAsync();
        await visitor.ArriveAsync("code", Heading);
        return new PhonePage(visitor);
    }

    public ILocator Code => visitor.Page.GetByLabel("验证码", new PageGetByLabelOptions { Exact = true });

    public async Task VerifyAsync(string code)
    {
        await Code.FillAsync(code);
        await visitor.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "登录", Exact = true }).ClickAsync();
    }

    /// <summary>The page has come back with what is wrong.</summary>
    public async Task RefusedAsync(string words)
    {
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(words);
        await visitor.ArriveAsync("code-refused", Heading);
    }
}
