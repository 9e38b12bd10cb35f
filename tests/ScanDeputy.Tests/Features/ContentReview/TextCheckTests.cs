using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;
using ScanDeputy.WeChat.Sandbox;
using Xunit;

namespace ScanDeputy.Tests.Features.ContentReview;

/// <summary>What becomes of a report's text: WeChat judges it, its author hears what to change, the committee office decides what WeChat was unsure about.</summary>
public sealed class TextCheckTests
{
    private const string Insult = "路灯坏了没人修，管路灯的都是草包，请尽快来修。";

    [Fact]
    public async Task An_unfit_text_goes_its_way_and_its_author_hears_once_what_to_change()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        SandboxOf(server).ScriptVerdict("草包", "risky", 20003);
        await chain.SubmitAsync(change: new { text = Insult, @public = true });
        Assert.Equal("waiting", (string)(await chain.SeenByAsync("resident-1"))["contentStatus"]!);
        await CheckedAsync(server);
        await CheckedAsync(server);

        var seen = await chain.SeenByAsync("resident-1");
        Assert.Equal(("refused", "有辱骂或攻击他人的话：请改用平实的话说明事实。"), ((string)seen["contentStatus"]!, (string)seen["contentAdvice"]!));
        Assert.Single(await chain.AlertsAsync("resident-1"), alert => (string)alert["text"]! == "文字未通过检查，请看怎样修改");
        (await (await chain.AsAsync("committee-1")).PostAsync($"/api/v1/cases/{chain.CaseId}/release")).Expect(HttpStatusCode.Conflict, "report_not_held");
        (await (await chain.AsAsync("resident-2")).PostAsync($"/api/v1/cases/{chain.CaseId}/follow")).Expect(HttpStatusCode.NotFound);
        await chain.AdoptAsync();

        // A label that we do not know yet has general advice.
        SandboxOf(server).ScriptVerdict("怪话", "risky", 29999);
        await chain.SubmitAsync(change: new { text = "路灯坏了没人修，这里有一句怪话，请来看看。", @public = true });
        await CheckedAsync(server);
        Assert.Equal("有平台不允许公开的内容：请去掉与所反映问题无关的话。", (string)(await chain.SeenByAsync("resident-1"))["contentAdvice"]!);
    }

    [Theory]
    [InlineData("risky")]
    [InlineData("review")]
    public async Task Politics_alone_is_never_a_refusal(string suggest)
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        SandboxOf(server).ScriptVerdict("人大代表选举", suggest, 20001);
        var text = "希望公开人大代表选举的时间和地点，方便居民参加。";
        using var resident = await server.AsAsync("resident-1");
        var preview = (await resident.PostAsync("/api/v1/cases/preview", new { text })).Expect(HttpStatusCode.OK);
        Assert.Null(preview["advice"]);

        await chain.SubmitAsync(change: new { text, @public = true });
        await CheckedAsync(server);
        Assert.Equal("held", (string)(await chain.SeenByAsync("resident-1"))["contentStatus"]!);
        (await (await chain.AsAsync("committee-1")).PostAsync($"/api/v1/cases/{chain.CaseId}/release")).Expect(HttpStatusCode.OK);
        Assert.Equal("passed", (string)(await chain.SeenByAsync("resident-1"))["contentStatus"]!);
    }

    [Fact]
    public async Task A_place_is_checked_as_well_and_what_is_not_public_concerns_nobody()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        SandboxOf(server).ScriptVerdict("草包", "risky", 20003);
        await chain.SubmitAsync(change: new { place = new { address = "草包路 1 号" }, @public = false });
        await CheckedAsync(server);
        Assert.Equal("refused", (string)(await chain.SeenByAsync("resident-1"))["contentStatus"]!);
        Assert.DoesNotContain(await chain.AlertsAsync("resident-1"), alert => ((string)alert["text"]!).Contains("检查", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unsure_verdict_is_the_committee_office_s_of_that_jurisdiction_to_decide()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        SandboxOf(server).ScriptVerdict("草包", "review", 20003);
        await chain.SubmitAsync(change: new { text = Insult, @public = true });
        var (path, committee, resident) = ($"/api/v1/cases/{chain.CaseId}/release", await chain.AsAsync("committee-1"), await chain.AsAsync("resident-2"));
        (await committee.PostAsync(path)).Expect(HttpStatusCode.Conflict, "report_not_held");
        await CheckedAsync(server);

        Assert.Single(await chain.AlertsAsync("committee-1"), alert => (string)alert["text"]! == "有反映内容待审核能否公开");
        Assert.Equal("held", (string)(await chain.SeenByAsync("committee-1"))["contentStatus"]!);
        (await resident.PostAsync($"/api/v1/cases/{chain.CaseId}/follow")).Expect(HttpStatusCode.NotFound);
        (await (await chain.AsAsync("committee-2")).PostAsync(path)).Expect(HttpStatusCode.NotFound, "not_found");
        (await committee.PostAsync("/api/v1/cases/none/release")).Expect(HttpStatusCode.NotFound, "not_found");
        for (var i = 0; i < 2; i++)
            Assert.Equal("passed", (string)(await committee.PostAsync(path)).Expect(HttpStatusCode.OK)["contentStatus"]!);
        (await resident.PostAsync($"/api/v1/cases/{chain.CaseId}/follow")).Expect(HttpStatusCode.OK);
        Assert.Equal(1, await CountReleasedAsync(server, chain.CaseId));
    }

    [Fact]
    public async Task A_report_passes_once_WeChat_is_reachable_again()
    {
        await using var server = await TestServer.StartAsync();
        server.ExpectLog("was not reached");
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        SandboxOf(server).Faults.DropNext("/wxa/msg_sec_check", 4);
        await chain.WaitAsync("PT30M");
        Assert.Equal("passed", (string)(await chain.SeenByAsync("resident-1"))["contentStatus"]!);
    }

    [Fact]
    public async Task The_preview_says_what_to_change_before_anything_is_sent_and_does_without_WeChat()
    {
        await using var server = await TestServer.StartAsync();
        server.ExpectLog("was not reached");
        SandboxOf(server).ScriptVerdict("草包", "risky", 20003);
        SandboxOf(server).ScriptVerdict("说不准", "review", 20003);
        using var resident = await server.AsAsync("resident-1");
        Assert.Equal("有辱骂或攻击他人的话：请改用平实的话说明事实。", await AdviceAsync(Insult));
        Assert.Null(await AdviceAsync(ApiClient.LongEnough));
        Assert.Null(await AdviceAsync("这件事说不准，请代表来看看。"));
        SandboxOf(server).Faults.DropNext("/wxa/msg_sec_check", 9);
        Assert.Null(await AdviceAsync(Insult));

        async Task<string?> AdviceAsync(string text) => (string?)(await resident.PostAsync("/api/v1/cases/preview", new { text })).Expect(HttpStatusCode.OK)["advice"];
    }

    private static SandboxControl SandboxOf(TestServer server) => server.Services.GetRequiredService<EmbeddedSandbox>().Control;

    private static Task CheckedAsync(TestServer server) =>
        server.Services.GetServices<ISweep>().Single(sweep => sweep.Name == "content-checks").RunAsync(TestContext.Current.CancellationToken);

    private static Task<int> CountReleasedAsync(TestServer server, string id) => server.Services.GetRequiredService<Server.Platform.Database.Database>().ReadAsync(
        connection => connection.QueryFirstAsync<int>("select count(*) from content_checks where case_id = @id and released_by is not null and released_at > 0", new { id }),
        CancellationToken.None);
}
