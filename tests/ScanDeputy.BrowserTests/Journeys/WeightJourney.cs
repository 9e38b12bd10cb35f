using System.Collections.Concurrent;
using Microsoft.Playwright;
using ScanDeputy.BrowserTests.Harness;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.BrowserTests.Journeys;

/// <summary>What the main pages cost on a phone that has none of them yet: bytes before they are compressed, and requests.</summary>
public sealed class WeightJourney(BrowserFixture browser) : Journey(browser)
{
    private const int MostRequests = 12;

    /// <summary>A page with its styles and scripts; the largest has the lists of people.</summary>
    private const long MostBytes = 250_000;

    [Fact]
    public async Task The_main_pages_are_light()
    {
        using var chain = new CaseChain(Server);
        await chain.SubmitAsync();
        var faults = new List<string>();
        foreach (var (persona, pages) in new (string, string[])[]
        {
            ("resident-1", ["/", $"/s/{StationCode}", $"/s/{StationCode}/report", "/my", $"/cases/{chain.CaseId}", "/alerts"]),
            ("committee-1", ["/work", "/work?role=all", $"/cases/{chain.CaseId}", "/admin/people"]),
        })
        {
            foreach (var path in pages)
            {
                // Each time a browser that has kept nothing.
                var visitor = await SignInAsync(persona, Device.Phone);
                // What the page before still loads is not counted.
                await visitor.Page.GotoAsync("about:blank");
                var answers = new ConcurrentBag<IResponse>();
                visitor.Page.Response += (_, response) => answers.Add(response);
                await visitor.OpenAsync(path);
                await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                var bytes = 0L;
                foreach (var answer in answers)
                    bytes += answer.Status == 200 ? (await answer.BodyAsync()).Length : 0;
                if (answers.Count > MostRequests || bytes > MostBytes)
                    faults.Add($"{persona} {path}: {bytes} bytes in {answers.Count} requests");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
