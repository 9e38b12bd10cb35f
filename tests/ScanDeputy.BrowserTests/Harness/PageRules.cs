using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace ScanDeputy.BrowserTests.Harness;

/// <summary>What holds on every page: its language, one main heading, a name for whatever can be used, no scrolling to the side.</summary>
internal static class PageRules
{
    private static readonly HashSet<string> Usable = new(StringComparer.Ordinal)
    {
        "textbox", "searchbox", "spinbutton", "checkbox", "radio", "combobox", "listbox", "button", "link", "DisclosureTriangle", "Date", "DateTime", "image",
    };

    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page)
    {
        var facts = await page.EvaluateAsync<JsonElement>("""
            () => ({ lang: document.documentElement.lang, title: document.title, headings: document.querySelectorAll('h1').length,
                     wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
                     twice: [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i) })
            """);
        var faults = new List<string>();
        if (facts.GetProperty("lang").GetString() != "zh-CN")
            faults.Add("The page's language is not zh-CN.");
        if (facts.GetProperty("title").GetString() is not { Length: > 0 })
            faults.Add("The page has no title.");
        if (facts.GetProperty("headings").GetInt32() is var headings and not 1)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"The page has {headings} main headings."));
        if (facts.GetProperty("wide").GetInt32() is var wide and > 0)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"The page is {wide} pixels wider than the screen."));
        faults.AddRange(facts.GetProperty("twice").EnumerateArray().Select(id => $"Two elements have the id {id}."));
        return [.. faults, .. await NamelessAsync(page)];
    }

    /// <summary>As the browser tells a screen reader.</summary>
    private static async Task<IEnumerable<string>> NamelessAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        var tree = (await session.SendAsync("Accessibility.getFullAXTree"))!.Value;
        await session.DetachAsync();
        return [.. tree.GetProperty("nodes").EnumerateArray()
            .Where(node => !node.GetProperty("ignored").GetBoolean() && Usable.Contains(ValueOf(node, "role")) && ValueOf(node, "name").Length == 0)
            .Select(node => $"A {ValueOf(node, "role")} has no name.")];
    }

    private static string ValueOf(JsonElement node, string name) =>
        node.TryGetProperty(name, out var property) && property.TryGetProperty("value", out var value) ? value.GetString() ?? "" : "";
}
