using System.Net;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Http;

/// <summary>Issue I, 21: HEAD, OPTIONS and 405 on every address that the program has, taken from its own list of endpoints.</summary>
public sealed class HttpMethodTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private HttpClient _http = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_answers_get_answers_head_alike_without_a_body_and_names_its_methods()
    {
        var addresses = Addresses().ToList();
        Assert.True(addresses.Count > 60, $"{addresses.Count}");
        foreach (var (path, methods) in addresses)
        {
            var allow = await AllowAsync(path);
            foreach (var method in methods.Append("OPTIONS"))
                Assert.Contains(method, allow, StringComparer.Ordinal);
            Assert.Equal((path, allow.Contains("GET")), (path, allow.Contains("HEAD")));
            if (!methods.Contains("GET"))
                continue;

            using var get = await _http.GetAsync(new Uri(path, UriKind.Relative), Ct);
            using var head = await SendAsync("HEAD", path);
            Assert.Equal((path, get.StatusCode, get.Content.Headers.ContentType?.ToString()), (path, head.StatusCode, head.Content.Headers.ContentType?.ToString()));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Ct));
        }
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_have_is_refused_and_the_others_are_named()
    {
        foreach (var (path, methods) in Addresses())
        {
            // Another address with a parameter may have the method.
            foreach (var method in ((string[])["PUT", "PATCH", "DELETE", "POST", "TRACE"]).Except(await AllowAsync(path)))
            {
                using var answer = await SendAsync(method, path);
                Assert.Equal((method, path, HttpStatusCode.MethodNotAllowed), (method, path, answer.StatusCode));
                Assert.All(methods, has => Assert.Contains(has, answer.Content.Headers.Allow));
                Assert.Contains("操作不支持", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    [InlineData("/css/site.css")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/login")]
    public async Task Head_of_what_anybody_may_read_is_ok(string path)
    {
        using var head = await SendAsync("HEAD", path);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Fact]
    public async Task An_address_that_is_not_there_is_not_found_whatever_the_method()
    {
        foreach (var method in (string[])["GET", "HEAD", "OPTIONS", "DELETE"])
        {
            using var answer = await SendAsync(method, "/no/such/address");
            Assert.Equal((method, HttpStatusCode.NotFound), (method, answer.StatusCode));
        }
    }

    /// <summary>Every address with the methods that it has; the jobs' pages and other programs' parts are not ours.</summary>
    private IEnumerable<(string Path, IReadOnlyList<string> Methods)> Addresses() =>
        from endpoint in _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let own = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? MethodsOf(endpoint)
        where own.Count > 0
        from method in own
        group method by PathOf(endpoint) into address
        where !address.Key.StartsWith("/jobs", StringComparison.Ordinal)
        select (address.Key, (IReadOnlyList<string>)[.. address.Distinct(StringComparer.Ordinal)]);

    /// <summary>Of a page by its class: it is compiled when it is first asked for.</summary>
    private static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page)
            return [];

        // Two folders may have pages of one name.
        var name = page.ViewEnginePath.Split('/')[^1] + "Page";
        var folder = page.ViewEnginePath[..page.ViewEnginePath.LastIndexOf('/')].Replace('/', '.');
        var models = typeof(Server.Pages.IndexPage).Assembly.GetTypes().Where(type => type.Name == name && typeof(PageModel).IsAssignableFrom(type)).ToList();
        var model = models.Count > 1 ? models.Single(type => type.Namespace == $"ScanDeputy.Server.Pages{folder}") : models.SingleOrDefault();
        return model is null ? ["GET"] : [.. ((string[])["Get", "Post"]).Where(method => model.GetMethods().Any(own => own.Name.StartsWith($"On{method}", StringComparison.Ordinal))).Select(method => method.ToUpperInvariant())];
    }

    private static string PathOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments
        .Where(segment => segment.Parts is not [RoutePatternParameterPart { IsOptional: true }])
        .Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart { Name: "year" } => "2026",
            RoutePatternParameterPart { Name: "documentName" } => "v1",
            _ => "x",
        }))));

    private async Task<IReadOnlyList<string>> AllowAsync(string path)
    {
        using var answer = await SendAsync("OPTIONS", path);
        Assert.Equal((path, HttpStatusCode.NoContent), (path, answer.StatusCode));
        return [.. answer.Content.Headers.Allow];
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        return await _http.SendAsync(request, Ct);
    }
}
