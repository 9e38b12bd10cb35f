using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.BrowserTests.Pages;

/// <summary>反映问题: the form.</summary>
internal sealed class ReportPage(Visitor visitor)
{
    // A keeper's says 登记来访反映.
    private const string Heading = "反映";

    public static async Task<ReportPage> OpenAsync(Visitor visitor, string code)
    {
        await visitor.OpenAsync($"/s/{code}/report");
        return await ArrivedAsync(visitor);
    }

    public static async Task<ReportPage> ArrivedAsync(Visitor visitor)
    {
        await Assertions.Expect(new ReportPage(visitor).Submit).ToBeVisibleAsync();
        await visitor.ArriveAsync("report", Heading);
        return new ReportPage(visitor);
    }

    /// <summary>The form has come back with what is wrong.</summary>
    public async Task RefusedAsync()
    {
        await Assertions.Expect(Alert).ToBeVisibleAsync();
        await visitor.ArriveAsync("report-refused", Heading);
    }

    public ILocator Alert => visitor.Page.GetByRole(AriaRole.Alert);

    public ILocator Title => visitor.Page.GetByLabel("标题");

    public ILocator Text => visitor.Page.GetByLabel("反映内容");

    public ILocator Address => visitor.Page.GetByLabel("地址");

    public ILocator ContactName => visitor.Page.GetByLabel("称呼");

    public ILocator ContactPhone => visitor.Page.GetByLabel("联系电话");

    public ILocator Public => visitor.Page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = "公开" });

    public ILocator KeptPhoto => visitor.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "已上传的照片" });

    public ILocator Submit => visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "提交", Exact = true });

    public ILocator Preview => visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "预览公开内容" });

    public ILocator WhatThePublicSees => visitor.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "公开后别人看到的" });

    /// <summary>The category whose agency is agency-1 in the whole county.</summary>
    public ILocator StreetLights => visitor.Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "路灯照明" });

    /// <summary>Shown once, before the report is sent.</summary>
    public ILocator SimilarOnes => visitor.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "附近可能已有同样的事项" });

    public ILocator SendAllTheSame => visitor.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "不是同一件事，继续提交" });

    public async Task SimilarOnesShownAsync()
    {
        await Assertions.Expect(SendAllTheSame).ToBeVisibleAsync();
        await visitor.ArriveAsync("report-similar", Heading);
    }

    public Task AddPhotoAsync() => visitor.Page.GetByLabel("照片", new PageGetByLabelOptions { Exact = false }).Last
        .SetInputFilesAsync(new FilePayload { Name = "路灯.jpg", MimeType = "image/jpeg", Buffer = Photos.Jpeg() });

    public async Task FillAsync(string title, string text)
    {
        await StreetLights.CheckAsync();
        await Title.FillAsync(title);
        await Text.FillAsync(text);
        await Address.FillAsync("盛庄街道化武路与护城河路口东侧");
        await ContactName.FillAsync("张女士");
        await ContactPhone.FillAsync("13912345678");
        await Public.CheckAsync();
    }
}
