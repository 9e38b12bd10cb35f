using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Rules;

/// <summary>Handbook §4: the calendar is versioned data, an import is guarded, and what it moves is shown, kept and announced.</summary>
public sealed class CalendarImportTests
{
    private const string Calendars = "/api/v1/admin/calendars";

    [Fact]
    public async Task A_second_notice_moves_open_stages_which_are_shown_first_and_told_to_those_concerned()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        using var admin = await server.AsAsync("admin-1");
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        Assert.Equal("2026-05-19", (string)(await chain.StageAsync("triage"))["dueOn"]!);
        var draft = await WithAsync(admin, "2026-05-18", "2026-05-19");

        var shown = (await admin.PostAsync($"{Calendars}/preview?limit=100", draft)).Expect(HttpStatusCode.OK);
        Assert.Equal(["2026-05-18", "2026-05-19"], shown["days"].AsArray().Select(day => (string)day!["date"]!));
        var mine = Assert.Single(shown["dates"]["items"]!.AsArray(), item => (string)item!["caseId"]! == chain.CaseId)!;
        Assert.Equal(("2026-05-19", "2026-05-21"), ((string)mine["dueOn"]!, (string)mine["newDueOn"]!));
        Assert.Equal("2026-05-19", (string)(await chain.StageAsync("triage"))["dueOn"]!);

        var imported = (await admin.PostAsync(Calendars, draft)).Expect(HttpStatusCode.Created);
        Assert.Equal((string)shown["newVersion"]!, (string)imported["calendarVersion"]!);
        Assert.Equal("2026-05-21", (string)(await chain.StageAsync("triage"))["dueOn"]!);
        Assert.True((int)imported["dates"]["changed"]! >= shown["dates"]["items"]!.AsArray().Count);
        Assert.Equal(1, await server.CountAsync($"select count(*) from due_date_changes where case_id = '{chain.CaseId}' and old_due_on = '2026-05-19' and new_due_on = '2026-05-21'"));
        Assert.Equal("代表处理期限由5月19日改为5月21日", (string)(await chain.AlertsAsync(chain.Deputy))[0]["text"]!);
        Assert.Equal("事项期限由5月19日改为5月21日", (string)(await chain.AlertsAsync("resident-1"))[0]["text"]!);
        await server.NothingDiffersAsync();
        // Else one that cannot be delivered is on no administrator's list.
        Assert.NotEqual(0, await server.CountAsync("select count(*) from outbox where dedupe_key like 'date/%'"));
        Assert.Equal(0, await server.CountAsync("select count(*) from outbox where jurisdiction is null"));

        // What was said of the old date is not said again, and the new one has its own reminder and alarm.
        await admin.AdvanceAsync("P7D");
        var alerts = (await chain.AlertsAsync(chain.Deputy)).Where(alert => (string?)alert["caseId"] == chain.CaseId).Select(alert => (string)alert["kind"]!).ToList();
        Assert.Single(alerts, "dueSoon");
        Assert.Single(alerts, "overdue");
    }

    [Fact]
    public async Task An_import_said_twice_or_again_with_the_same_days_changes_nothing_more()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AsAsync("admin-1");
        var draft = await WithAsync(admin, "2026-06-01");
        var first = (await admin.PostAsync(Calendars, draft, "import-1")).Expect(HttpStatusCode.Created);
        var second = (await admin.PostAsync(Calendars, draft, "import-1")).Expect(HttpStatusCode.Created);
        var third = (await admin.PostAsync(Calendars, draft)).Expect(HttpStatusCode.Created);

        Assert.Equal((string)first["calendarVersion"]!, (string)second["calendarVersion"]!);
        Assert.Empty(third["days"].AsArray());
        Assert.Equal(0, (int)third["dates"]["changed"]!);
        var listed = (await admin.GetAsync(Calendars))["items"].AsArray();
        Assert.Single(listed, item => !(bool)item!["everywhere"]!);
        Assert.Equal("admin-1", await NameAsync(server, (string)listed[0]!["importedBy"]!));
    }

    [Fact]
    public async Task What_has_ended_keeps_the_dates_it_was_judged_by()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AsAsync("admin-1");
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        await chain.AdoptAsync();

        (await admin.PostAsync(Calendars, await WithAsync(admin, "2026-05-18", "2026-05-19"))).Expect(HttpStatusCode.Created);

        Assert.Equal("2026-05-19", (string)(await chain.StageAsync("triage"))["dueOn"]!);
        Assert.Equal("2026-05-21", (string)(await chain.StageAsync("handover"))["dueOn"]!);
        await server.NothingDiffersAsync();
    }

    [Fact]
    public async Task A_regions_own_days_hold_there_and_nowhere_else()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AsAsync("admin-1");
        using var neighbour = await server.AsAsync("admin-2");
        object draft = new { year = 2026, regional = true, daysOff = new[] { new { date = "2026-05-18", name = "本地民俗节" } } };
        (await admin.PostAsync(Calendars, draft)).Expect(HttpStatusCode.Created);

        Assert.Equal("2026-05-20", await DueAsync(admin, "&jurisdiction=371311"));
        Assert.Equal("2026-05-19", await DueAsync(admin, "&jurisdiction=371302"));
        Assert.Equal("2026-05-19", await DueAsync(admin, ""));
        Assert.DoesNotContain((await neighbour.GetAsync(Calendars))["items"].AsArray(), item => !(bool)item!["everywhere"]!);

        // A later notice of the State Council takes the place of the earlier one and leaves the region's own days.
        (await admin.PostAsync(Calendars, await WithAsync(admin, "2026-06-01"))).Expect(HttpStatusCode.Created);
        Assert.Equal("2026-05-20", await DueAsync(admin, "&jurisdiction=371311"));
    }

    [Fact]
    public async Task Next_years_notice_in_the_open_form_makes_dates_firm()
    {
        await using var server = await TestServer.StartAsync(startAt: new DateTimeOffset(2026, 12, 28, 9, 30, 0, TimeSpan.FromHours(8)));
        using var admin = await server.AsAsync("admin-1");
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        Assert.True((bool)(await chain.StageAsync("triage"))["provisional"]!);
        var days = new[] { "01-01", "01-02", "01-03", "02-05", "02-06", "02-07", "02-08", "02-09", "02-10", "02-11", "05-01", "05-02", "10-01" }
            .Select(day => new { name = "节日", date = $"2027-{day}", isOffDay = true }).Append(new { name = "元旦", date = "2026-12-27", isOffDay = false });

        // 27 December is over: what happened on it cannot be changed.
        var past = (await admin.PostAsync(Calendars, new { year = 2027, papers = Papers, days })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.StartsWith("12月27日已经过去", (string)past["errors"]["days"]![0]!, StringComparison.Ordinal);
        (await admin.PostAsync(Calendars, new { year = 2027, papers = Papers, days = days.SkipLast(1) })).Expect(HttpStatusCode.Created);

        var stage = await chain.StageAsync("triage");
        Assert.Equal(("2026-12-30", false), ((string)stage["dueOn"]!, (bool)stage["provisional"]!));
        await server.NothingDiffersAsync();
    }

    [Theory]
    [InlineData("""{ "year": 2027, "days": [] }""", "不足 11 天")]
    [InlineData("""{ "year": 2026, "days": [{ "name": "国庆节", "date": "2026-10-01", "isOffDay": true }] }""", "不足 11 天")]
    [InlineData("""{ "year": 2026, "regional": true, "daysOff": [{ "date": "2026-05-14", "name": "昨天" }] }""", "5月14日已经过去")]
    [InlineData("""{ "year": 2026, "regional": true, "makeupDays": [{ "date": "2026-06-03", "name": "周三" }] }""", "6月3日是周一至周五")]
    [InlineData("""{ "year": 2026, "regional": true, "daysOff": [{ "date": "2027-06-03", "name": "明年" }] }""", "6月3日不属于这一年")]
    [InlineData("""{ "year": 2028, "daysOff": [{ "date": "2028-01-01" }, { "date": "2028-01-02" }, { "date": "2028-01-03" }, { "date": "2028-01-26" }, { "date": "2028-01-27" }, { "date": "2028-01-28" }, { "date": "2028-01-29" }, { "date": "2028-04-04" }, { "date": "2028-05-01" }, { "date": "2028-05-02" }, { "date": "2028-10-02" }] }""", "缺少一年")]
    public async Task What_makes_no_calendar_is_refused_with_a_sentence_and_changes_nothing(string draft, string sentence)
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AsAsync("admin-1");
        var before = (string)(await admin.GetAsync("/api/v1/calendar/2026?jurisdiction=371311"))["calendarVersion"]!;
        foreach (var path in (string[])[Calendars, $"{Calendars}/preview"])
        {
            var answer = (await admin.PostAsync(path, JsonNode.Parse(draft))).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
            Assert.Contains(sentence, (string)answer["errors"]["days"]![0]!, StringComparison.Ordinal);
        }

        Assert.Equal(before, (string)(await admin.GetAsync("/api/v1/calendar/2026?jurisdiction=371311"))["calendarVersion"]!);
    }

    [Fact]
    public async Task What_another_node_counted_with_the_calendar_before_is_counted_again()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AsAsync("admin-1");
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        (await admin.PostAsync(Calendars, await WithAsync(admin, "2026-05-18"))).Expect(HttpStatusCode.Created);
        var database = server.Services.GetRequiredService<Database>();
        await database.WriteAsync(
            scope => scope.ExecuteAsync("update stages set due_on = '2026-05-19', calendar_version = 'older' where case_id = @CaseId", new { chain.CaseId }), CancellationToken.None);
        await database.WriteAsync(scope => scope.ExecuteAsync("update cases set due_on = '2026-05-19' where id = @CaseId", new { chain.CaseId }), CancellationToken.None);

        await admin.AdvanceAsync("PT1M");

        Assert.Equal("2026-05-20", (string)(await chain.StageAsync("triage"))["dueOn"]!);
        Assert.Equal(0, await server.CountAsync("select count(*) from calendar_notices where applied_at is null"));
        await server.NothingDiffersAsync();
    }

    private static readonly string[] Papers = ["https://www.gov.cn/zhengce/notice"];

    /// <summary>The notice of 2026 as it is known, with further days off.</summary>
    private static async Task<JsonNode> WithAsync(ApiClient admin, params string[] daysOff)
    {
        var notice = (await admin.GetAsync("/api/v1/calendar/2026")).Expect(HttpStatusCode.OK).Body!;
        foreach (var day in daysOff)
            notice["daysOff"]!.AsArray().Add(new JsonObject { ["date"] = day, ["name"] = "临时放假" });
        return notice;
    }

    private static async Task<string> DueAsync(ApiClient client, string more) =>
        (string)(await client.GetAsync($"/api/v1/calendar/due?receivedAt=2026-05-15&workingDays=2{more}"))["dueOn"]!;

    private static Task<string> NameAsync(TestServer server, string id) => server.Services.GetRequiredService<Database>().ReadAsync(
        connection => connection.QueryFirstAsync<string>("select user_name from users where id = @id", new { id }), CancellationToken.None);
}
