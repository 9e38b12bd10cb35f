using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ScanDeputy.BrowserTests.Harness;

/// <summary>
/// What holds on every page: axe finds nothing, however light it calls it, and what axe does not ask: our language, exactly one main
/// heading, each id once, no scrolling to the side, nothing of a template's own language.
/// </summary>
internal static class PageRules
{
    private static readonly AxeRunOptions Options = new()
    {
        // Of what passed, one example is told instead of all.
        ResultTypes = [ResultType.Violations],
        // Of WCAG 2.2, off unless asked for.
        Rules = new Dictionary<string, RuleOptions>(StringComparer.Ordinal) { ["target-size"] = new() { Enabled = true } },
    };

    /// <summary>
    /// What of a page axe goes by: its elements with what styles and names them, whether they have words, and the screen. Rows that are alike count once,
    /// so that a list of other cases is the same page.
    /// </summary>
    private const string Outline = """
        () => {
          const said = new Set(['class', 'style', 'role', 'type', 'lang', 'dir', 'hidden', 'open', 'disabled', 'checked', 'tabindex', 'scope']);
          const attribute = a => said.has(a.name) || (a.name.startsWith('aria-') && a.value.length < 6) ? a.name + '=' + a.value : a.name + (a.value ? '+' : '');
          const outline = node => {
            if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? '*' : '';
            if (node.nodeType !== Node.ELEMENT_NODE || node.localName === 'script') return '';
            const parts = [...node.childNodes].map(outline).filter(part => part);
            return node.localName + '[' + [...node.attributes].map(attribute).sort().join(' ') + '](' + parts.filter((part, i) => part !== parts[i - 1]).join('') + ')';
          };
          const media = ['(prefers-color-scheme: dark)', '(hover: hover)'].map(query => matchMedia(query).matches);
          return [innerWidth, ...media, document.title ? 'titled' : '', outline(document.documentElement)].join(' ');
        }
        """;

    // axe takes a third of the journeys' time, and most of them pass the same pages.
    private static readonly ConcurrentDictionary<string, bool> Judged = new(StringComparer.Ordinal);

    /// <param name="page">Loaded.</param>
    /// <param name="javaScript">False for a browser that runs no scripts.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, bool javaScript)
    {
        var facts = await page.EvaluateAsync<JsonElement>("""
            () => ({ lang: document.documentElement.lang, headings: document.querySelectorAll('h1').length,
                     raw: /@(if|foreach|Model|Terms)\b/.exec(document.body.innerText)?.[0],
                     wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
                     twice: [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i) })
            """);
        var faults = new List<string>();
        if (facts.GetProperty("lang").GetString() != "zh-CN")
            faults.Add("The page's language is not zh-CN.");
        if (facts.GetProperty("headings").GetInt32() is var headings and not 1)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"The page has {headings} main headings."));
        if (facts.GetProperty("wide").GetInt32() is var wide and > 0)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"The page is {wide} pixels wider than the screen."));
        if (facts.TryGetProperty("raw", out var raw) && raw.ValueKind == JsonValueKind.String)
            faults.Add($"The page shows '{raw.GetString()}'.");
        faults.AddRange(facts.GetProperty("twice").EnumerateArray().Select(id => $"Two elements have the id {id}."));
        return [.. faults, .. javaScript ? await AxeAsync(page) : await CopyAsync(page, AxeAsync)];
    }

    /// <summary>axe is a script: where those are off, it looks at the same page in a browser that runs them.</summary>
    private static async Task<IReadOnlyList<string>> CopyAsync(IPage page, Func<IPage, Task<IReadOnlyList<string>>> look)
    {
        var (html, size) = (await page.ContentAsync(), page.ViewportSize!);
        var copy = await page.Context.Browser!.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = size.Width, Height = size.Height } });
        // The page's own scripts stay off here, too: one that goes on by itself would take the page away from under axe.
        await copy.RouteAsync("**/*.js*", route => route.AbortAsync());
        await copy.RouteAsync(page.Url, route => route.FulfillAsync(new RouteFulfillOptions { Body = html, ContentType = "text/html; charset=utf-8" }));
        await copy.GotoAsync(page.Url);
        var faults = await look(copy);
        await copy.CloseAsync();
        return faults;
    }

    /// <summary>Folded parts are opened meanwhile: axe looks only at what is shown, and most forms of a case are folded.</summary>
    private static async Task<IReadOnlyList<string>> AxeAsync(IPage page)
    {
        var folded = await page.EvaluateHandleAsync("() => [...document.querySelectorAll('details:not([open])')]");
        await folded.EvaluateAsync("all => all.forEach(part => part.open = true)");
        var outline = await page.EvaluateAsync<string>(Outline);
        var result = Judged.ContainsKey(outline) ? null : await page.RunAxe(Options);
        await folded.EvaluateAsync("all => all.forEach(part => part.open = false)");
        if (result is null)
            return [];
        if (result.Violations.Length == 0)
            Judged[outline] = true;
        return [.. result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"axe {violation.Id} ({violation.Impact}): {violation.Help}: {node.Html}"))];
    }
}
