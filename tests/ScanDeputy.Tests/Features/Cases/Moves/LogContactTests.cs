using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases.Moves;

/// <summary>三见面: agencies log that they spoke with deputy and resident; an answer without it is shown as such to those who judge it, and the words can be erased.</summary>
public sealed class LogContactTests
{
    private static object Contact(string phase, string on, string text) => new { phase, on, way = "visit", with = "both", who = "宋问津", text };

    [Fact]
    public async Task An_answer_without_a_contact_is_shown_as_such_and_contacts_to_officials_only()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync();
        var agency = await chain.AsAsync("agency-1");
        (await agency.MoveAsync(chain.CaseId, "log-contact", Contact("before", "2026-05-16", "到现场"))).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await agency.MoveAsync(chain.CaseId, "log-contact", Contact("before", "2026-01-15", "到现场"))).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await agency.MoveAsync(chain.CaseId, "log-contact", new { phase = "before" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        await chain.ReplyAsync();
        foreach (var persona in (string[])[chain.Deputy, "supervisor-1", "committee-1"])
        {
            Assert.True((bool)(await chain.SeenByAsync(persona))["answeredWithoutContact"]!);
            using var page = await PageClient.SignInAsync(server.Address, persona);
            Assert.Contains("没有联系记录", await ReadAsync(page, chain), StringComparison.Ordinal);
        }

        Assert.False((bool)(await chain.SeenByAsync("resident-1"))["answeredWithoutContact"]!);

        await chain.StepAsync("agency-1", "log-contact", Contact("after", "2026-05-15", "电话回访，居民表示满意。"));
        var seen = await chain.SeenByAsync(chain.Deputy);
        Assert.False((bool)seen["answeredWithoutContact"]!);
        var logged = Assert.Single(seen["contacts"].AsArray())!;
        Assert.Equal(("after", "visit", "both", "宋问津", "电话回访，居民表示满意。"), ((string)logged["phase"]!, (string)logged["way"]!, (string)logged["with"]!, (string)logged["who"]!, (string)logged["words"]!));
        Assert.Empty((await chain.SeenByAsync("resident-1"))["contacts"].AsArray());
        var entry = (await (await chain.AsAsync("auditor-1")).GetAsync($"/api/v1/cases/{chain.CaseId}/events"))["items"].AsArray().Single(item => (string)item!["type"]! == "contactLogged")!;
        Assert.Equal("agency agencyId fingerprint on phase way with", string.Join(' ', entry["data"]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal)));

        // Each round has contacts of its own.
        await chain.StepAsync(chain.Deputy, "reject", new { reason = "还有一盏灯不亮" });
        await chain.ReplyAsync();
        Assert.True((bool)(await chain.SeenByAsync(chain.Deputy))["answeredWithoutContact"]!);
        await chain.LedgerIsWholeAsync();
    }

    [Fact]
    public async Task The_words_go_with_the_resident_s_account_and_the_record_stays()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var chain = new CaseChain(server);
        await chain.ToHandlingAsync("agency-2");
        await chain.StepAsync("agency-2", "log-contact", Contact("during", "2026-05-14", "与居民座谈"));
        Assert.Equal(1, await server.CountAsync("select count(*) from case_contacts where words = '与居民座谈'"));
        (await (await chain.AsAsync("resident-1")).PostAsync("/api/v1/me/delete", new { confirm = "注销账号" })).Expect(HttpStatusCode.NoContent);

        Assert.Equal(0, await server.CountAsync("select count(*) from case_contacts"));
        var logged = Assert.Single((await chain.SeenByAsync("committee-1"))["contacts"].AsArray())!;
        Assert.Equal(("during", null, null), ((string)logged["phase"]!, (string?)logged["who"], (string?)logged["words"]));
        await chain.LedgerIsWholeAsync();
    }

    private static async Task<string> ReadAsync(PageClient page, CaseChain chain) =>
        await (await page.GetAsync($"/cases/{chain.CaseId}")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
