using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>A client says that it has shown a case.</summary>
public sealed class SeenCaseTests
{
    [Fact]
    public async Task What_was_seen_is_no_news_and_the_contact_was_not_shown_again()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var deputy = await chain.AsAsync(chain.Deputy);
        await chain.SeenByAsync(chain.Deputy);
        Assert.True(await IsNewsAsync());
        var told = await ViewsAsync();
        Assert.True(told > 0);

        for (var i = 0; i < 2; i++)
            (await deputy.PostAsync($"/api/v1/cases/{chain.CaseId}/seen")).Expect(HttpStatusCode.NoContent);
        Assert.False(await IsNewsAsync());
        Assert.Equal(1, await server.CountAsync("select count(*) from case_visits where case_id = @CaseId and seen_to = 1", new { chain.CaseId }));
        Assert.Equal(told, await ViewsAsync());

        async Task<bool> IsNewsAsync() => (bool)(await deputy.GetAsync("/api/v1/cases?role=inbox")).Expect(HttpStatusCode.OK)["items"].AsArray().Single(item => (string)item!["id"]! == chain.CaseId)!["news"]!;
        Task<int> ViewsAsync() => server.CountAsync("select count(*) from audit_events where kind = 'contactViewed' and object_id = @CaseId", new { chain.CaseId });
    }
}
