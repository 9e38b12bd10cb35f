using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Agencies;

/// <summary>首问责任人: whom the parties of a case ask first, once an agency has it, and nobody else.</summary>
public sealed class AgencyContactTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private CaseChain _chain = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _chain = new CaseChain(_server);
        await _server.ExecuteAsync("update agencies set contact_name = null, contact_phone = null");
        foreach (var (persona, name, phone) in ((string, string, string)[])[("agency-1", "宋问津", "0539-8000001"), ("agency-2", "纪承诺", "13900001111")])
            await _server.ExecuteAsync("update agencies set contact_name = @name, contact_phone = @phone where id = @id", new { id = await _chain.AgencyOfAsync(persona), name, phone });
    }

    public async ValueTask DisposeAsync()
    {
        _chain.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Parties_are_told_whom_to_ask_once_an_agency_has_the_case()
    {
        await _chain.ToHandedOverAsync();
        foreach (var persona in (string[])["resident-1", _chain.Deputy, "committee-1", "government-1"])
            Assert.Empty(await ContactsAsync(persona));

        // agency-3 has named nobody.
        await _chain.AssignAsync("agency-2", "agency-3");
        foreach (var persona in (string[])[_chain.Deputy, "committee-1", "government-1", "agency-1", "agency-2", "supervisor-1", "auditor-1"])
            Assert.Equal(["宋问津 0539-8000001", "纪承诺 13900001111"], await ContactsAsync(persona));
        Assert.Equal(["宋问津 0539-8000001"], await ContactsAsync("resident-1"));
        foreach (var persona in (string[])["resident-1", "government-1"])
        {
            using var pages = await PageClient.SignInAsync(_server.Address, persona);
            var page = await (await pages.GetAsync($"/cases/{_chain.CaseId}")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("href=\"tel:0539-8000001\"", page, StringComparison.Ordinal);
            Assert.Equal(persona == "government-1", page.Contains("纪承诺", StringComparison.Ordinal));
        }

        // Whoever follows it is no party to it.
        using var other = await _server.AsAsync("resident-2");
        await _server.ExecuteAsync("insert into case_followers (case_id, user_id) select @id, id from users where id = @me", new { id = _chain.CaseId, me = (string)(await other.GetAsync("/api/v1/me"))["id"]! });
        Assert.Empty((await other.GetAsync($"/api/v1/cases/{_chain.CaseId}")).Expect(HttpStatusCode.OK)["agencyContacts"].AsArray());
    }

    [Fact]
    public async Task Whoever_chooses_an_agency_sees_its_contact_and_another_county_does_not()
    {
        using var government = await _server.AsAsync("government-1");
        var named = (await government.GetAsync("/api/v1/agencies")).Expect(HttpStatusCode.OK)["items"].AsArray().Where(agency => agency!["contactPhone"] is not null).ToList();
        Assert.Equal(["0539-8000001", "13900001111"], named.Select(agency => (string)agency!["contactPhone"]!).Order(StringComparer.Ordinal));
        using var neighbour = await _server.AsAsync("government-2");
        Assert.DoesNotContain((await neighbour.GetAsync("/api/v1/agencies")).Expect(HttpStatusCode.OK)["items"].AsArray(), agency => agency!["contactPhone"] is not null);
    }

    private async Task<IReadOnlyList<string>> ContactsAsync(string persona) =>
    [
        .. (await (await _chain.AsAsync(persona)).GetAsync($"/api/v1/cases/{_chain.CaseId}")).Expect(HttpStatusCode.OK)["agencyContacts"].AsArray()
            .Select(contact => $"{contact!["name"]} {contact["phone"]}"),
    ];
}
