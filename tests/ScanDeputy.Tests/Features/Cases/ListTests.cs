using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

public sealed class ListTests
{
    [Fact]
    public async Task Work_waits_for_the_one_whose_turn_it_is_and_for_nobody_else()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        Assert.Equal([chain.Deputy], await WaitingForAsync(chain));
        await chain.AdoptAsync();
        Assert.Equal(["committee-1"], await WaitingForAsync(chain));
        await chain.HandOverAsync();
        Assert.Equal(["government-1"], await WaitingForAsync(chain));
        await chain.AssignAsync();
        Assert.Equal(["agency-1"], await WaitingForAsync(chain));
        await chain.SignAsync();
        await chain.ReplyAsync();
        Assert.Equal([chain.Deputy], await WaitingForAsync(chain));
        await chain.AcceptAsync();
        Assert.Equal(["resident-1"], await WaitingForAsync(chain));
        await chain.EvaluateAsync();
        Assert.Empty(await WaitingForAsync(chain));
    }

    [Fact]
    public async Task What_is_late_is_found_by_the_filter_and_in_a_supervisor_s_inbox()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        Assert.False(await InListAsync(await chain.AsAsync("supervisor-1"), chain.CaseId, "role=inbox"));
        await (await chain.AsAsync("resident-1")).AdvanceAsync("P5D");
        chain.SignInAgain();
        Assert.True(await InListAsync(await chain.AsAsync("supervisor-1"), chain.CaseId, "role=inbox"));
        Assert.True(await InListAsync(await chain.AsAsync("committee-1"), chain.CaseId, "role=all&overdue=true"));
        Assert.False(await InListAsync(await chain.AsAsync("committee-1"), chain.CaseId, "role=all&overdue=false"));
        Assert.False(await InListAsync(await chain.AsAsync("committee-1"), chain.CaseId, "role=all&status=closed"));
    }

    [Fact]
    public async Task Search_takes_its_words_literally()
    {
        await using var server = await TestServer.StartAsync();
        using var resident = await server.AsAsync("resident-1");
        var id = (string)(await resident.SubmitAsync(new { title = "100%路灯_坏!了" })).Expect(HttpStatusCode.Created)["id"]!;
        Assert.True(await InListAsync(resident, id, $"role=mine&q={Uri.EscapeDataString("100%路灯_坏!")}"));
        Assert.False(await InListAsync(resident, id, $"role=mine&q={Uri.EscapeDataString("1%灯")}"));
        Assert.False(await InListAsync(resident, id, $"role=mine&q={Uri.EscapeDataString("100_路灯")}"));
        (await resident.GetAsync($"/api/v1/cases?role=mine&q={Uri.EscapeDataString("' or 1=1 --")}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gaps_or_repeats()
    {
        await using var server = await TestServer.StartAsync();
        using var committee = await server.AsAsync("committee-1");
        var all = new List<string>();
        string? next = null;
        do
        {
            var page = (await committee.GetAsync($"/api/v1/cases?role=all&limit=30&after={next}")).Expect(HttpStatusCode.OK);
            all.AddRange(page["items"].AsArray().Select(item => (string)item!["id"]!));
            next = (string?)page.Body!["next"];
        }
        while (next is not null);
        Assert.InRange(all.Count, 150, 400);
        Assert.Equal(all.OrderDescending(StringComparer.Ordinal).Distinct(), all);
    }

    [Fact]
    public async Task The_resident_s_contact_is_for_deputy_and_committee_and_for_an_agency_only_if_allowed()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        (string Persona, bool Sees)[] expected =
        [
            ("resident-1", true), (chain.Deputy, true), ("committee-1", true), ("government-1", false), ("agency-1", false),
            ("supervisor-1", false), ("auditor-1", false),
        ];
        foreach (var (persona, sees) in expected)
        {
            var contact = (await (await chain.AsAsync(persona)).CaseAsync(chain.CaseId)).Expect(HttpStatusCode.OK).Body!["contact"];
            Assert.Equal(sees, contact is not null);
        }
    }

    private static async Task<IReadOnlyList<string>> WaitingForAsync(CaseChain chain)
    {
        var waiting = new List<string>();
        foreach (var persona in (string[])["resident-1", "deputy-1", "deputy-2", "deputy-3", "committee-1", "government-1", "agency-1", "agency-2"])
        {
            if (await InListAsync(await chain.AsAsync(persona), chain.CaseId, "role=inbox"))
                waiting.Add(persona);
        }

        return waiting;
    }

    private static async Task<bool> InListAsync(ApiClient client, string caseId, string query)
    {
        var page = (await client.GetAsync($"/api/v1/cases?limit=100&{query}")).Expect(HttpStatusCode.OK);
        return page["items"].AsArray().Any(item => (string)item!["id"]! == caseId);
    }
}
