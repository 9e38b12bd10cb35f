using System.Net;
using System.Text.RegularExpressions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Jobs;

/// <summary><c>/jobs</c>, which is not ours: administrators look at it and change nothing there.</summary>
public sealed partial class JobPagesTests
{
    [Fact]
    public async Task Administrators_alone_may_look()
    {
        await using var server = await TestServer.StartAsync();
        using var nobody = new PageClient(server.Address);
        Assert.Equal((HttpStatusCode.Redirect, "/login"), await AnswerAsync(nobody, "/jobs"));
        foreach (var persona in (string[])["resident-1", "deputy-1", "keeper-1", "committee-1", "government-1", "agency-1", "supervisor-1", "auditor-1", "town-1", "town-super-1"])
        {
            using var person = await PageClient.SignInAsync(server.Address, persona);
            Assert.Equal((HttpStatusCode.Redirect, "/denied"), await AnswerAsync(person, "/jobs"));
            Assert.Equal((HttpStatusCode.Redirect, "/denied"), await AnswerAsync(person, "/jobs/recurring"));
        }

        using var administrator = await PageClient.SignInAsync(server.Address, "admin-1");
        Assert.Equal((HttpStatusCode.OK, null), await AnswerAsync(administrator, "/jobs"));
        using var page = await administrator.GetAsync("/jobs/recurring");
        Assert.Contains("lang=\"zh\"", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_can_be_changed_there()
    {
        await using var server = await TestServer.StartAsync();
        using var administrator = await PageClient.SignInAsync(server.Address, "admin-1");
        using var page = await administrator.GetAsync("/jobs");
        var token = CsrfToken().Match(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Groups["token"].Value;
        // What the page itself asks for, with its token: so the refusals below are none of the token's.
        Assert.Equal(HttpStatusCode.OK, await SendAsync(administrator, "/jobs/stats", token));
        foreach (var action in (string[])["recurring/trigger", "recurring/remove", "jobs/succeeded/requeue", "jobs/enqueued/delete", "jobs/actions/requeue/1", "jobs/actions/delete/1"])
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(administrator, $"/jobs/{action}", token));
    }

    [Fact]
    public async Task Its_styles_may_be_inline_its_scripts_may_not_and_elsewhere_neither()
    {
        await using var server = await TestServer.StartAsync();
        using var administrator = await PageClient.SignInAsync(server.Address, "admin-1");
        var (jobs, ours) = (await PolicyAsync(administrator, "/jobs"), await PolicyAsync(administrator, "/sandbox"));
        Assert.DoesNotContain("unsafe", ours, StringComparison.Ordinal);
        Assert.Equal(ours.Replace("style-src 'self'", "style-src 'self' 'unsafe-inline'", StringComparison.Ordinal), jobs);
    }

    [Fact]
    public async Task The_sandbox_leads_there_as_an_administrator()
    {
        await using var server = await TestServer.StartAsync();
        using var anyone = new PageClient(server.Address);
        using var sandbox = await anyone.GetAsync("/sandbox");
        var form = Assert.Single(EnterForm().Matches(await sandbox.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        using var entered = await anyone.PostAsync("/sandbox", form.Groups["action"].Value, ("returnUrl", "/jobs"));
        Assert.Equal("/jobs", entered.Headers.Location?.OriginalString);
        Assert.Equal((HttpStatusCode.OK, null), await AnswerAsync(anyone, "/jobs"));
    }

    private static async Task<(HttpStatusCode Status, string? To)> AnswerAsync(PageClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return (answer.StatusCode, answer.Headers.Location?.AbsolutePath);
    }

    private static async Task<HttpStatusCode> SendAsync(PageClient client, string path, string token)
    {
        using var answer = await client.SendAsync(path, "RequestVerificationToken", token, ("jobs[]", "outbox"), ("metrics[]", "servers:count"));
        return answer.StatusCode;
    }

    private static async Task<string> PolicyAsync(PageClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
    }

    [GeneratedRegex("csrf-token\" content=\"(?<token>[^\"]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex CsrfToken();

    [GeneratedRegex("action=\"(?<action>[^\"]+)\"[^>]*>\\s*<input type=\"hidden\" name=\"returnUrl\" value=\"/jobs\">", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex EnterForm();
}
