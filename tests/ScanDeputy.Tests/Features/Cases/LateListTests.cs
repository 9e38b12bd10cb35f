using System.Text.Json.Nodes;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>What is late goes along the index of due dates and is put into order afterwards: it is a list like any other.</summary>
public sealed class LateListTests
{
    [Fact]
    public async Task What_is_late_is_listed_newest_first_page_by_page_and_alike_in_inbox_and_filter()
    {
        await using var server = await TestServer.StartAsync();
        using var supervisor = await server.AsAsync("supervisor-1");

        var inbox = await AllAsync(supervisor, "role=inbox");

        Assert.InRange(inbox.Count, 5, 100);
        Assert.Equal(inbox.OrderDescending(StringComparer.Ordinal).Distinct(), inbox);
        // What has gone to supervision waits for a supervisor as well, late or not.
        inbox = await AllAsync(supervisor, "role=inbox", item => (string)item["waiting"]!["kind"]! == "stage");
        Assert.Equal(inbox, await AllAsync(supervisor, "role=all&overdue=true"));
        var open = await AllAsync(supervisor, "role=all&overdue=false");
        Assert.Empty(inbox.Intersect(open));
        Assert.Equal((await AllAsync(supervisor, "role=all")).Count, inbox.Count + open.Count);
    }

    [Fact]
    public async Task Late_case_leaves_the_list_when_another_stage_begins()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        await (await chain.AsAsync("resident-1")).AdvanceAsync("P5D");
        chain.SignInAgain();
        Assert.Equal([chain.CaseId], await AllAsync(await chain.AsAsync("supervisor-1"), "role=inbox"));

        await chain.AdoptAsync();

        Assert.Empty(await AllAsync(await chain.AsAsync("supervisor-1"), "role=inbox"));
    }

    [Theory]
    [InlineData("supervisor-1", "role=inbox", false)]
    [InlineData("supervisor-1", "role=all&overdue=true", false)]
    [InlineData("supervisor-1", "role=all&overdue=false", true)]
    [InlineData("agency-1", "role=all&overdue=true", false)]
    [InlineData("agency-1", "role=inbox&overdue=false", true)]
    [InlineData("government-1", "role=all&overdue=true&stage=handling", false)]
    [InlineData("deputy-1", "role=all&overdue=true", false)]
    public async Task Case_whose_clock_stands_still_is_not_among_those_that_are_late(string persona, string query, bool listed)
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        await chain.StepAsync("government-1", "pause", new { reason = "等待季节施工" });
        await chain.WaitAsync("P40D");
        var who = persona == "deputy-1" ? chain.Deputy : persona;

        Assert.Equal(listed ? [chain.CaseId] : [], await AllAsync(await chain.AsAsync(who), query));
        var stage = await chain.LastStageAsync();
        Assert.Equal((false, true), ((bool)stage["overdue"]!, (bool)stage["paused"]!));

        // Its date moves by as much: it is as little late as before.
        await chain.StepAsync("government-1", "resume", new { });
        Assert.Equal(listed ? [chain.CaseId] : [], await AllAsync(await chain.AsAsync(who), query));
    }

    [Fact]
    public async Task Late_and_of_one_state_or_stage_is_what_is_both()
    {
        await using var server = await TestServer.StartAsync();
        using var supervisor = await server.AsAsync("supervisor-1");
        var late = await AllAsync(supervisor, "role=inbox", item => (string)item["waiting"]!["kind"]! == "stage");
        foreach (var filter in (string[])["status=received", "status=handling", "stage=handling", "stage=triage"])
        {
            var both = await AllAsync(supervisor, $"role=all&overdue=true&{filter}");
            Assert.NotEmpty(both);
            Assert.Equal((await AllAsync(supervisor, $"role=all&{filter}")).Intersect(late), both);
        }

        Assert.Empty(await AllAsync(supervisor, "role=all&overdue=true&status=closed"));
    }

    private static async Task<IReadOnlyList<string>> AllAsync(ApiClient client, string query, Func<JsonNode, bool>? which = null)
    {
        var ids = new List<string>();
        string? next = null;
        do
        {
            var page = (await client.GetAsync($"/api/v1/cases?limit=5&{query}&after={next}")).Expect(System.Net.HttpStatusCode.OK);
            ids.AddRange(page["items"].AsArray().Where(item => which?.Invoke(item!) != false).Select(item => (string)item!["id"]!));
            next = (string?)page.Body!["next"];
        }
        while (next is not null);
        return ids;
    }
}
