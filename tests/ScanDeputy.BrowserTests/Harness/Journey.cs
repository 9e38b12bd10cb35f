using ScanDeputy.BrowserTests.Pages;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Harness;

/// <summary>One way through the program: a server of its own, the people on it, and their pictures.</summary>
public abstract class Journey(BrowserFixture browser) : IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];
    private Album? _album;

    protected TestServer Server { get; private set; } = null!;

    /// <summary>The code of the station whose deputies are the demo's three.</summary>
    protected string StationCode { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _album = new Album(NameOf(TestContext.Current));
        Server = await TestServer.StartAsync();
        using var anyone = Server.Anonymous();
        StationCode = await anyone.FirstStationCodeAsync();
    }

    protected async Task<Visitor> ComeAsync(string name, Device device, bool javaScript = true)
    {
        var visitor = await Visitor.ComeAsync(name, await browser.OpenAsync(Server.Address, device, javaScript), _album!, javaScript);
        _visitors.Add(visitor);
        return visitor;
    }

    protected async Task<Visitor> SignInAsync(string persona, Device device, bool javaScript = true)
    {
        var visitor = await ComeAsync(persona, device, javaScript);
        await (await LoginPage.OpenAsync(visitor)).GoOnAsAsync(persona);
        return visitor;
    }

    /// <summary>Where a journey may keep a picture that is no page.</summary>
    protected string PictureOf(string name) => _album!.PathOf($"{name}.png");

    public async ValueTask DisposeAsync()
    {
        var failed = TestContext.Current.TestState?.Result == TestResult.Failed;
        foreach (var visitor in _visitors)
        {
            if (failed)
                await visitor.KeepFailureAsync();
            await visitor.Context.CloseAsync();
        }

        await Server.DisposeAsync();
        Assert.True(failed || _visitors.TrueForAll(visitor => visitor.Faults.Count == 0), string.Join('\n', _visitors.SelectMany(visitor => visitor.Faults)));
        GC.SuppressFinalize(this);
    }

    private static string NameOf(ITestContext context)
    {
        var name = context.Test!.TestDisplayName;
        return new string([.. name[(name.LastIndexOf('.') + 1)..].Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-').ToLowerInvariant();
    }
}
