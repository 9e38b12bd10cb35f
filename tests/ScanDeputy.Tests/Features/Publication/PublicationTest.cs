using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;
using ScanDeputy.WeChat.Sandbox;
using Xunit;

namespace ScanDeputy.Tests.Features.Publication;

/// <summary>A county without a past, in which things are reported and read by nobody in particular.</summary>
public abstract class PublicationTest : IAsyncLifetime
{
    protected const string Place = "/api/v1/public/371311";
    protected const string Page = "/p/371311";

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected TestServer Server { get; private set; } = null!;

    protected ApiClient Nobody { get; private set; } = null!;

    protected SandboxControl WeChat => Server.Services.GetRequiredService<EmbeddedSandbox>().Control;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartWithoutPastAsync("--Limits:Enabled", "false");
        Nobody = Server.Anonymous();
    }

    public async ValueTask DisposeAsync()
    {
        Nobody.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Reported, with consent to publication, and checked.</summary>
    protected async Task<CaseChain> PublishedAsync(object? change = null, string persona = "resident-1")
    {
        var chain = new CaseChain(Server);
        await chain.SubmitAsync(persona, change);
        await CheckAsync();
        return chain;
    }

    protected async Task CheckAsync()
    {
        await Server.Services.GetServices<ISweep>().Single(sweep => sweep.Name == "content-checks").RunAsync(Ct);
        await WeChat.WhenPushesEndAsync();
    }

    protected static async Task<string> NumberOfAsync(CaseChain chain) => (string)(await chain.SeenByAsync("auditor-1"))["number"]!;

    protected async Task<IReadOnlyList<string>> NumbersAsync(string query = "") =>
        [.. (await Nobody.GetAsync($"{Place}/cases{query}")).Expect(HttpStatusCode.OK)["items"].AsArray().Select(item => (string)item!["number"]!)];

    /// <summary>What a browser gets.</summary>
    protected async Task<string> TextAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var http = new HttpClient { BaseAddress = Server.Address };
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Ct);
        Assert.Equal(status, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }
}
