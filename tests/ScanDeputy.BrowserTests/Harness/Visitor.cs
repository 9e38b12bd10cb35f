using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using Xunit;

namespace ScanDeputy.BrowserTests.Harness;

/// <summary>Somebody with a browser of their own. Whatever goes wrong in it is kept, and fails the journey at the next page.</summary>
public sealed class Visitor
{
    /// <summary>Milliseconds; long, because the machine that runs this is small and busy.</summary>
    public const float Patience = 20_000;

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly HashSet<int> _expected = [];
    private readonly Album _album;
    private readonly bool _javaScript;

    private Visitor(string name, IBrowserContext context, Album album, bool javaScript) => (Name, Context, _album, _javaScript) = (name, context, album, javaScript);

    public string Name { get; }

    public IBrowserContext Context { get; }

    /// <summary>The tab that is looked at.</summary>
    public IPage Page { get; private set; } = null!;

    internal static async Task<Visitor> ComeAsync(string name, IBrowserContext context, Album album, bool javaScript)
    {
        var visitor = new Visitor(name, context, album, javaScript);
        context.SetDefaultTimeout(Patience);
        visitor.Watch(context);
        visitor.Page = await context.NewPageAsync();
        return visitor;
    }

    /// <summary>Says that pages with this status may come.</summary>
    public void Expect(int status) => _expected.Add(status);

    public Task OpenAsync(string path) => Page.GotoAsync(path);

    /// <summary>Goes on in another tab.</summary>
    public async Task<IPage> NewTabAsync() => Page = await Context.NewPageAsync();

    public void TurnTo(IPage tab) => Page = tab;

    /// <summary>The page with this heading is here: keeps its picture and looks for what every page must have.</summary>
    public async Task ArriveAsync(string name, string heading)
    {
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 }).First).ToContainTextAsync(heading);
        await Page.WaitForLoadStateAsync(LoadState.Load);
        await _album.TakeAsync(Page, $"{Name}-{name}");
        var faults = await PageRules.FaultsAsync(Page, _javaScript);
        Assert.True(faults.Count == 0 && _faults.IsEmpty, $"{Name} at {Page.Url}:\n{string.Join('\n', _faults.Concat(faults))}");
    }

    /// <summary>Answers the question that comes before what cannot be undone.</summary>
    /// <param name="what">The question.</param>
    /// <param name="name">Of its picture.</param>
    public async Task SayYesAsync(string what, string name)
    {
        await ArriveAsync(name, what);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button).ClickAsync();
    }

    internal async Task KeepFailureAsync()
    {
        foreach (var (page, i) in Context.Pages.Select((page, i) => (page, i)))
            await _album.KeepFailureAsync(page, string.Create(CultureInfo.InvariantCulture, $"failed-{Name}-{i + 1}"));
    }

    internal IReadOnlyList<string> Faults => [.. _faults];

    private void Watch(IBrowserContext context)
    {
        // A resource that could not be loaded is reported once more as a response, with its status.
        context.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _faults.Enqueue($"console: {message.Text}");
        };
        context.WebError += (_, error) => _faults.Enqueue($"script: {error.Error}");
        context.Dialog += (_, dialog) =>
        {
            _faults.Enqueue($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        context.Response += (_, response) =>
        {
            if (response.Status >= 400 && !(response.Request.IsNavigationRequest && _expected.Contains(response.Status)))
                _faults.Enqueue($"{response.Status} {response.Request.Method} {response.Url}");
        };
        // Whoever leaves a page while its pictures load breaks them off.
        context.RequestFailed += (_, request) =>
        {
            if (request.Failure is not "net::ERR_ABORTED")
                _faults.Enqueue($"{request.Failure} {request.Method} {request.Url}");
        };
    }
}
