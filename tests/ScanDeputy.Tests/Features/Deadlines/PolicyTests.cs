using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Deadlines;

/// <summary>Limits are data of a jurisdiction: versioned, for what begins after them, and for what is open only when somebody says so.</summary>
public sealed class PolicyTests
{
    private const string Policies = "/api/v1/admin/policies";

    [Fact]
    public async Task A_new_version_touches_only_stages_begun_after_it()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AsAsync("admin-1");
        using var before = new CaseChain(server);
        await before.SubmitAsync();
        Assert.Equal("2310-1", (string)(await admin.GetAsync(Policies))["items"][0]!["policy"]!["version"]!);

        (await admin.PostAsync(Policies, new { triageLimit = 5 })).Expect(HttpStatusCode.Created);
        using var after = new CaseChain(server);
        await after.SubmitAsync();

        Assert.Equal("2026-05-19", (string)(await before.StageAsync("triage"))["dueOn"]!);
        Assert.Equal("2026-05-22", (string)(await after.StageAsync("triage"))["dueOn"]!);
        var versions = (await admin.GetAsync(Policies))["items"].AsArray();
        Assert.Equal([("2-3-10/2", true), ("2310-1", false)], versions.Select(item => ((string)item!["policy"]!["version"]!, (bool)item["inForce"]!)));
        await server.NothingDiffersAsync();
    }

    [Fact]
    public async Task A_version_holds_from_its_day_on()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AsAsync("admin-1");
        (await admin.PostAsync(Policies, new { triageLimit = 1, validFrom = TestServer.UsualStart.AddHours(2) })).Expect(HttpStatusCode.Created);
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        Assert.Equal("2026-05-19", (string)(await chain.StageAsync("triage"))["dueOn"]!);
        (await admin.PostAsync($"{Policies}/recompute", new { version = "2-3-10/2" })).Expect(HttpStatusCode.UnprocessableEntity);

        await admin.AdvanceAsync("PT3H");
        await chain.SubmitAsync();
        Assert.Equal("2026-05-18", (string)(await chain.StageAsync("triage"))["dueOn"]!);
    }

    [Fact]
    public async Task Open_stages_follow_when_the_administrator_has_seen_what_changes_and_says_so()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AsAsync("admin-1");
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var draft = new { triageLimit = 5 };

        var shown = await AllAsync(admin, draft);
        var mine = Assert.Single(shown, item => (string)item["caseId"]! == chain.CaseId);
        Assert.Equal(("2026-05-19", "2026-05-22"), ((string)mine["dueOn"]!, (string)mine["newDueOn"]!));
        Assert.Equal("2026-05-19", (string)(await chain.StageAsync("triage"))["dueOn"]!);

        var version = (string)(await admin.PostAsync(Policies, draft)).Expect(HttpStatusCode.Created)["version"]!;
        var written = (await admin.PostAsync($"{Policies}/recompute", new { version })).Expect(HttpStatusCode.OK);
        Assert.Equal(shown.Count, (int)written["changed"]!);
        Assert.Equal(shown.Count(item => (bool)item["late"]! && !(bool)item["lateThen"]!), (int)written["noLongerLate"]!);
        Assert.True((int)written["noLongerLate"]! > 0, "The demo has nothing that is a little late.");
        Assert.Equal("2026-05-22", (string)(await chain.StageAsync("triage"))["dueOn"]!);
        Assert.Equal(shown.Count, await server.CountAsync("select count(*) from due_date_changes where jurisdiction = '371311' and old_due_on <> new_due_on"));
        Assert.Equal("代表处理期限由5月19日改为5月22日", (string)(await chain.AlertsAsync(chain.Deputy))[0]["text"]!);
        Assert.Equal("事项期限由5月19日改为5月22日", (string)(await chain.AlertsAsync("resident-1"))[0]["text"]!);
        await server.NothingDiffersAsync();

        Assert.Empty(await AllAsync(admin, new { }));
        Assert.Equal(0, (int)(await admin.PostAsync($"{Policies}/recompute", new { version }))["changed"]!);
    }

    [Fact]
    public async Task A_category_has_limits_of_its_own_beside_the_general_ones()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AsAsync("admin-1");
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var before = chain.CaseId;
        var mine = (string)(await chain.SeenByAsync("resident-1"))["category"]["id"]!;
        var others = await OthersAsync(server, mine);

        var slower = (await admin.PostAsync(Policies, new { categories = new[] { new { categoryId = others[0], triageLimit = 9 } } })).Expect(HttpStatusCode.Created);
        Assert.Equal(9, (int)slower["categories"][0]!["triageLimit"]!);
        await chain.SubmitAsync();
        Assert.Equal("2026-05-19", (string)(await chain.StageAsync("triage"))["dueOn"]!);

        object faster = new { categories = new object[] { new { categoryId = mine, triageLimit = 1, handlingLimit = 5 }, new { categoryId = others[0] } } };
        Assert.Contains(await AllAsync(admin, faster), item => (string)item["caseId"]! == before && (string)item["newDueOn"]! == "2026-05-18");
        var added = (await admin.PostAsync(Policies, faster)).Expect(HttpStatusCode.Created);
        Assert.Equal(mine, (string)Assert.Single(added["categories"].AsArray())!["categoryId"]!);
        await chain.SubmitAsync();
        Assert.Equal("2026-05-18", (string)(await chain.StageAsync("triage"))["dueOn"]!);
        await ExplainsAsync(server, chain, "类事项的代表处理期限为 1 个工作日（其他事项为 2 个）");
        await chain.AdoptAsync();
        Assert.Equal("2026-05-19", (string)(await chain.StageAsync("handover"))["dueOn"]!);

        (await admin.PostAsync($"{Policies}/recompute", new { version = (string)added["version"]! })).Expect(HttpStatusCode.OK);
        chain.GoOnWith(before);
        Assert.Equal("2026-05-18", (string)(await chain.StageAsync("triage"))["dueOn"]!);
        await server.NothingDiffersAsync();

        // What is left out stays; an empty list takes all of them back.
        Assert.Single((await admin.PostAsync(Policies, new { handoverLimit = 3 })).Expect(HttpStatusCode.Created)["categories"].AsArray());
        Assert.Empty((await admin.PostAsync(Policies, new { categories = Array.Empty<object>() })).Expect(HttpStatusCode.Created)["categories"].AsArray());
    }

    [Theory]
    [InlineData(3, HttpStatusCode.UnprocessableEntity)]
    [InlineData(4, HttpStatusCode.Created)]
    public async Task Opinions_of_co_agencies_come_before_the_date_of_the_fastest_category(int handlingLimit, HttpStatusCode expected)
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AsAsync("admin-1");
        (await admin.PostAsync(Policies, new { categories = new[] { new { categoryId = (await OthersAsync(server, ""))[0], handlingLimit } } })).Expect(expected);
    }

    [Fact]
    public async Task Another_jurisdiction_keeps_its_own()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AsAsync("admin-1");
        using var neighbour = await server.AsAsync("admin-2");
        var version = (string)(await admin.PostAsync(Policies, new { handlingLimit = 15 })).Expect(HttpStatusCode.Created)["version"]!;
        (await neighbour.PostAsync($"{Policies}/recompute", new { version })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Equal("2310-1", (string)Assert.Single((await neighbour.GetAsync(Policies))["items"].AsArray())!["policy"]!["version"]!);
    }

    [Theory]
    [InlineData("""{ "handlingLimit": 0 }""", "handlingLimit", "办理期限须为 1 到 90 的整数。")]
    [InlineData("""{ "evaluationDays": 91 }""", "evaluationDays", "评价期限须为 1 到 90 的整数。")]
    [InlineData("""{ "handlingLimit": 3 }""", "coOpinionBefore", "协办意见须早于")]
    [InlineData("""{ "supervisedReturn": 0 }""", "supervisedReturn", "提请督办的退回次数须为 1 到 10 的整数。")]
    [InlineData("""{ "categories": [{ "categoryId": "nowhere", "handlingLimit": 5 }] }""", "categories", "没有这个类别")]
    [InlineData("""{ "categories": [{ "categoryId": "nowhere", "handlingLimit": 91 }] }""", "categories", "类别的代表处理、交办、转办期限须为 1 到 30 的整数")]
    [InlineData("""{ "categories": [{ "categoryId": "nowhere", "triageLimit": 31 }] }""", "categories", "类别的代表处理、交办、转办期限须为 1 到 30 的整数")]
    [InlineData("""{ "categories": [{ "categoryId": "nowhere", "assignmentLimit": 0 }] }""", "categories", "类别的代表处理、交办、转办期限须为 1 到 30 的整数")]
    [InlineData("""{ "categories": [{ "handlingLimit": 5 }] }""", "categories", "类别的代表处理、交办、转办期限须为 1 到 30 的整数")]
    [InlineData("""{ "categories": [{ "categoryId": "a" }, { "categoryId": "a" }] }""", "categories", "同一类别只能设一组期限")]
    [InlineData("""{ "ladder": [] }""", "ladder", "提醒阶梯须有一级到三级")]
    [InlineData("""{ "ladder": [{ "level": 1, "workingDaysLate": 0 }, { "level": 3, "workingDaysLate": 2 }] }""", "ladder", "提醒阶梯须有一级到三级")]
    [InlineData("""{ "ladder": [{ "level": 1, "workingDaysLate": 0 }, { "level": 2, "workingDaysLate": 0 }] }""", "ladder", "提醒阶梯须有一级到三级")]
    [InlineData("""{ "quietUntil": "20:00", "quietFrom": "08:00" }""", "quietUntil", "发送时段的开始须早于结束")]
    [InlineData("""{ "validFrom": "2026-05-14T00:00:00+08:00" }""", "validFrom", "生效时间不能早于现在")]
    public async Task What_makes_no_policy_is_refused_with_a_sentence(string draft, string field, string sentence)
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AsAsync("admin-1");
        foreach (var path in (string[])[Policies, $"{Policies}/preview"])
        {
            var answer = (await admin.PostAsync(path, JsonNode.Parse(draft))).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
            Assert.StartsWith(sentence, (string)answer["errors"][field]![0]!, StringComparison.Ordinal);
        }
    }

    private static async Task<IReadOnlyList<string>> OthersAsync(TestServer server, string category)
    {
        using var resident = await server.AsAsync("resident-1");
        var station = await resident.GetAsync($"/api/v1/station-codes/{await resident.FirstStationCodeAsync()}");
        return [.. station["categories"].AsArray().Select(item => (string)item!["id"]!).Where(id => id != category)];
    }

    private static async Task ExplainsAsync(TestServer server, CaseChain chain, string sentence)
    {
        using var resident = await PageClient.SignInAsync(server.Address, "resident-1");
        var page = await (await resident.GetAsync($"/cases/{chain.CaseId}")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var link = Regex.Match(page, "href=\"(?<to>/why[^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(20)).Groups["to"].Value;
        var why = await (await resident.GetAsync(WebUtility.HtmlDecode(link))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(sentence, WebUtility.HtmlDecode(why), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<JsonNode>> AllAsync(ApiClient admin, object draft)
    {
        var all = new List<JsonNode>();
        string? next = null;
        do
        {
            var page = (await admin.PostAsync($"{Policies}/preview?limit=7&after={next}", draft)).Expect(HttpStatusCode.OK);
            all.AddRange(page["items"].AsArray().Select(item => item!));
            next = (string?)page.Body!["next"];
        }
        while (next is not null);
        return all;
    }
}
