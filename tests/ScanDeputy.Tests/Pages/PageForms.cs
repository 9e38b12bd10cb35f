using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace ScanDeputy.Tests.Pages;

/// <summary>The program's pages with their handlers, and the forms that are found on them.</summary>
internal sealed partial class PageForms
{
    private readonly List<(Regex Path, string Page)> _routes = [];

    /// <param name="Action">Where it is sent.</param>
    /// <param name="Fields">Hidden ones, and the button.</param>
    public sealed record Form(string Action, IReadOnlyList<(string Name, string Value)> Fields, string Button)
    {
        /// <summary>Without what differs from row to row.</summary>
        public string Shape => $"{Id().Replace(Action, "*")} {Button}";
    }

    /// <summary>Page and handler, of everything that takes a form.</summary>
    public IReadOnlySet<string> Handlers { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

    public static async Task<PageForms> OfAsync(IServiceProvider services)
    {
        var (all, handlers) = (new PageForms(), new HashSet<string>(StringComparer.Ordinal));
        var loader = services.GetRequiredService<PageLoader>();
        foreach (var endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page)
                continue;

            var path = string.Concat(endpoint.RoutePattern.PathSegments.Select(segment => segment.Parts switch
            {
                [RoutePatternLiteralPart literal] => "/" + Regex.Escape(literal.Content),
                [RoutePatternParameterPart { IsOptional: true }] => "(/[^/]+)?",
                _ => "/[^/]+",
            }));
            all._routes.Add((new Regex($"^{path}/?$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(20)), page.ViewEnginePath));
            var compiled = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
            handlers.UnionWith(compiled.HandlerMethods.Where(method => method.HttpMethod == "Post").Select(method => KeyOf(page.ViewEnginePath, method.Name)));
        }

        all.Handlers = handlers;
        return all;
    }

    public string? PageOf(string address) => _routes.OrderBy(route => route.Path.ToString().Count(sign => sign == '[')).FirstOrDefault(route => route.Path.IsMatch(address.Split('?', '#')[0])).Page;

    /// <summary>The handler that takes a form.</summary>
    public string? HandlerOf(string action) => PageOf(action) is { } page ? KeyOf(page, Handler().Match(action) is { Success: true } match ? match.Groups["name"].Value : null) : null;

    public static IEnumerable<string> LinksOf(string html) => Link().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups["to"].Value)).Distinct(StringComparer.Ordinal);

    public static IEnumerable<Form> On(string html, string address)
    {
        foreach (Match match in FormElement().Matches(html))
        {
            if (!match.Groups["head"].Value.Contains("method=\"post\"", StringComparison.Ordinal))
                continue;

            var action = Attribute(match.Groups["head"].Value, "action") ?? address;
            var inner = match.Groups["inner"].Value;
            var hidden = Input().Matches(inner).Select(input => input.Value).Where(input => input.Contains("type=\"hidden\"", StringComparison.Ordinal))
                .Select(input => (Name: Attribute(input, "name") ?? "", Value: Attribute(input, "value") ?? "")).Where(field => field.Name.Length > 0 && field.Name != "__RequestVerificationToken").ToList();
            var buttons = Button().Matches(inner).Select(button => button.Value).Where(button => !button.Contains("type=\"button\"", StringComparison.Ordinal)).DefaultIfEmpty("").ToList();
            foreach (var button in buttons)
            {
                var name = Attribute(button, "name");
                yield return new Form(
                    Attribute(button, "formaction") ?? action, name is null ? hidden : [.. hidden, (name, Attribute(button, "value") ?? "")], name is null ? "" : $"{name}={Attribute(button, "value")}");
            }
        }
    }

    /// <summary>An address without what differs from row to row.</summary>
    public static string Normal(string address) => Id().Replace(address.Split('?', '#')[0], "*");

    private static string KeyOf(string page, string? handler) => handler is { Length: > 0 } ? $"{page}?{handler.ToUpperInvariant()}" : page;

    private static string? Attribute(string element, string name) =>
        Regex.Match(element, $"\\s{name}=\"([^\"]*)\"", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(20)) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    [GeneratedRegex("<form(?<head>[^>]*)>(?<inner>.*?)</form>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex FormElement();

    [GeneratedRegex("<input[^>]*>", RegexOptions.None, 20_000)]
    private static partial Regex Input();

    [GeneratedRegex("<button[^>]*>", RegexOptions.None, 20_000)]
    private static partial Regex Button();

    [GeneratedRegex("href=\"(?<to>/[^\"]*)\"", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Link();

    [GeneratedRegex("[?&]handler=(?<name>[A-Za-z]+)", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Handler();

    [GeneratedRegex("[0-9a-f]{32}|[0-9A-Za-z_-]*[0-9][0-9A-Za-z_-]*", RegexOptions.None, 20_000)]
    private static partial Regex Id();
}
