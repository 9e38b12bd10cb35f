using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>1+1+N: staff of a town (罗庄街道, 371311001) have to do with its cases, and with no others.</summary>
public sealed partial class TownTests
{
    private const string Town = "371311001";
    private const string OtherTown = "371311101";
    private const string County = "371311000";

    private static readonly string[] OfTown = ["town-1", "town-super-1"];

    [Fact]
    public async Task Lists_and_searches_hold_what_the_county_s_hold_of_the_town()
    {
        await using var server = await TestServer.StartAsync();
        using var anyone = server.Anonymous();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        await chain.AdoptAsync();
        var (elsewhere, _, _) = await SubmitAsync(server, OtherTown);
        await AdoptAsync(server, elsewhere);
        (await anyone.AdvanceAsync("P7D")).Expect(HttpStatusCode.OK);
        foreach (var (ofTown, ofCounty) in ((string, string)[])[("town-1", "committee-1"), ("town-super-1", "supervisor-1")])
        {
            foreach (var filter in (string[])["role=inbox", "role=all", "role=all&overdue=true", "role=all&status=handling", "role=all&q=LZ-", "role=all&district=371311"])
            {
                var all = await ListAsync(server, ofCounty, filter);
                var expected = all.Where(item => DistrictOf(item).StartsWith(Town, StringComparison.Ordinal)).Select(item => (string)item["number"]!).ToList();
                Assert.NotEmpty(expected);
                Assert.True(expected.Count < all.Count, $"{filter} by {ofCounty} holds nothing of another town.");
                Assert.Equal(expected, (await ListAsync(server, ofTown, filter)).Select(item => (string)item["number"]!));
            }

            Assert.Empty(await ListAsync(server, ofTown, $"role=all&district={OtherTown}"));
        }
    }

    [Theory]
    [InlineData(OtherTown)]
    [InlineData(County)]
    public async Task What_was_reported_elsewhere_is_not_there_in_any_way(string district)
    {
        await using var server = await TestServer.StartAsync();
        var (id, number, photo) = await SubmitAsync(server, district);
        using (var county = await server.AsAsync("committee-1"))
            (await county.CaseAsync(id)).Expect(HttpStatusCode.OK);
        foreach (var persona in OfTown)
        {
            using var client = await server.AsAsync(persona);
            foreach (var part in (string[])["", "/events", "/stages", "/similar", "/file.zip", "/papers", "/papers/voter-feedback"])
                (await client.GetAsync($"/api/v1/cases/{id}{part}")).Expect(HttpStatusCode.NotFound, "not_found");
            (await client.GetAsync($"/api/v1/attachments/{photo}")).Expect(HttpStatusCode.NotFound, "not_found");
            (await client.PostAsync($"/api/v1/cases/{id}/transfer", new { deputyId = "x" }, version: 1)).Expect(HttpStatusCode.NotFound, "not_found");
            (await client.PostAsync($"/api/v1/cases/{id}/supervise", new { level = 1, text = "请尽快办理并说明情况。", answerBy = "2026-12-31" }, version: 1))
                .Expect(HttpStatusCode.NotFound, "not_found");
            Assert.Empty(await ListAsync(server, persona, $"role=all&q={number}"));
            using var browser = await PageClient.SignInAsync(server.Address, persona);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/cases/{id}")).StatusCode);
        }
    }

    [Fact]
    public async Task The_town_s_office_merges_within_the_town_and_not_into_what_it_cannot_see()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var leading = chain.CaseId;
        await chain.SubmitAsync();
        var (elsewhere, number, _) = await SubmitAsync(server, OtherTown);
        var office = await chain.AsAsync("town-1");

        foreach (var into in (string[])[elsewhere, number, "none"])
        {
            var refused = (await office.MoveAsync(chain.CaseId, "merge", new { intoCaseId = into, note = "同一件事" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
            Assert.StartsWith("没有找到这件事项", (string)refused["errors"]["intoCaseId"]![0]!, StringComparison.Ordinal);
        }

        (await office.MoveAsync(chain.CaseId, "merge", new { intoCaseId = leading, note = "同一件事" })).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_what_is_late_or_waits_in_the_town_reaches_its_staff_and_the_county_s_hear_of_all()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        using var anyone = server.Anonymous();
        await chain.SubmitAsync();
        var (elsewhere, _, _) = await SubmitAsync(server, OtherTown);
        (await anyone.MoveClockAsync(At(20, 12))).Expect(HttpStatusCode.OK);

        Assert.Equal(["overdue"], await AlertsAsync(server, "town-super-1", chain.CaseId));
        Assert.Empty(await AlertsAsync(server, "town-super-1", elsewhere));
        Assert.Equal(["overdue"], await AlertsAsync(server, "supervisor-1", chain.CaseId));
        Assert.Equal(["overdue"], await AlertsAsync(server, "supervisor-1", elsewhere));
        Assert.Equal(await LateAsync(server, "town-super-1"), await DigestAsync(server, "town-super-1"));
        Assert.Equal(await LateAsync(server, "supervisor-1"), await DigestAsync(server, "supervisor-1"));
        Assert.True(await DigestAsync(server, "town-super-1") < await DigestAsync(server, "supervisor-1"));

        chain.SignInAgain();
        await chain.AdoptAsync();
        await AdoptAsync(server, elsewhere);
        Assert.Equal(["work"], await AlertsAsync(server, "town-1", chain.CaseId));
        Assert.Empty(await AlertsAsync(server, "town-1", elsewhere));
        Assert.Equal(["work"], await AlertsAsync(server, "committee-1", elsewhere));
        // The office's own stage is reminded of and late, and a month ends.
        (await anyone.MoveClockAsync(At(20, 12).AddDays(22))).Expect(HttpStatusCode.OK);
        Assert.Equal(["dueSoon", "overdue", "residentClock", "work"], await AlertsAsync(server, "town-1", chain.CaseId));
        Assert.Empty(await AlertsAsync(server, "town-1", elsewhere));
        Assert.Equal(["dueSoon", "overdue", "residentClock", "work"], await AlertsAsync(server, "committee-1", elsewhere));
        Assert.Empty(await AlertsAsync(server, "town-super-1", elsewhere));
    }

    [Fact]
    public async Task Nobody_of_a_town_stands_in_for_the_county_and_the_county_s_do_for_a_town_s()
    {
        await using var server = await TestServer.StartAsync();
        var (town, county) = (await IdOfAsync(server, "town-1"), await IdOfAsync(server, "committee-1"));
        foreach (var persona in (string[])["committee-1", "deputy-1"])
        {
            using var away = await server.AsAsync(persona);
            Assert.NotNull((await away.PostAsync("/api/v1/me/away", Days(town))).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["substituteId"]);
        }

        using var office = await server.AsAsync("town-1");
        (await office.PostAsync("/api/v1/me/away", Days(county))).Expect(HttpStatusCode.OK);

        // Whoever stood in for a colleague is of the town since: the colleague's news are not theirs.
        var second = await IdOfAsync(server, "supervisor-2");
        using (var supervisor = await server.AsAsync("supervisor-1"))
            (await supervisor.PostAsync("/api/v1/me/away", Days(second))).Expect(HttpStatusCode.OK);
        await WriteAsync(server, "update users set town = '371311001000' where user_name = 'supervisor-2'");
        var (elsewhere, _, _) = await SubmitAsync(server, OtherTown);
        using var anyone = server.Anonymous();
        (await anyone.MoveClockAsync(At(20, 12))).Expect(HttpStatusCode.OK);
        Assert.Equal(["overdue"], await AlertsAsync(server, "supervisor-1", elsewhere));
        Assert.Empty(await AlertsAsync(server, "supervisor-2", elsewhere));

        static object Days(string substitute) => new { from = "2026-05-15", until = "2026-05-30", substituteId = substitute };
    }

    [Fact]
    public async Task A_town_that_changes_counts_at_the_next_request()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        await chain.SubmitAsync();
        var (elsewhere, _, _) = await SubmitAsync(server, OtherTown);
        using var office = await server.AsAsync("town-1");
        Assert.Equal("371311001000", (string)(await office.GetAsync("/api/v1/me"))["town"]!);
        (await office.CaseAsync(chain.CaseId)).Expect(HttpStatusCode.OK);

        await WriteAsync(server, "update users set town = '371311101000' where user_name = 'town-1'");
        (await office.CaseAsync(chain.CaseId)).Expect(HttpStatusCode.NotFound);
        (await office.CaseAsync(elsewhere)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_administrator_s_role_is_of_no_use_to_a_town_s_account()
    {
        await using var server = await TestServer.StartAsync();
        var (elsewhere, _, _) = await SubmitAsync(server, OtherTown);
        await WriteAsync(server, "insert into user_roles (user_id, role, jurisdiction) select id, 'Administrator', jurisdiction from users where user_name = 'town-1'");
        using var office = await server.AsAsync("town-1");
        foreach (var path in (string[])["policies", "calendars", "outbox"])
            (await office.GetAsync($"/api/v1/admin/{path}")).Expect(HttpStatusCode.Forbidden, "forbidden");
        (await office.CaseAsync(elsewhere)).Expect(HttpStatusCode.NotFound);
        using var browser = await PageClient.SignInAsync(server.Address, "town-1");
        foreach (var path in (string[])["/admin/people", "/admin/policies", "/admin/calendars"])
            Assert.Contains("/denied", (await browser.GetAsync(path)).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("/admin/", await (await browser.GetAsync("/work")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_work_list_s_page_shows_the_town_and_the_demo_s_page_its_people_among_their_like()
    {
        await using var server = await TestServer.StartAsync();
        var (_, number, _) = await SubmitAsync(server, OtherTown);
        var ofTown = (await ListAsync(server, "committee-1", "role=all")).Where(item => DistrictOf(item).StartsWith(Town, StringComparison.Ordinal))
            .Select(item => (string)item["number"]!).Take(20).ToList();
        using var browser = await PageClient.SignInAsync(server.Address, "town-1");
        var page = await (await browser.GetAsync("/work?role=all")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ofTown, Number().Matches(page).Select(match => match.Groups["number"].Value));
        Assert.DoesNotContain(number, page, StringComparison.Ordinal);

        var people = await (await browser.GetAsync("/sandbox")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var groups = people.Split("persona-group");
        Assert.Contains("town-1<", groups.Single(group => group.Contains("committee-1<", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("town-super-1<", groups.Single(group => group.Contains("supervisor-1<", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static DateTimeOffset At(int day, int hour) => new(2026, 5, day, hour, 0, 0, TimeSpan.FromHours(8));

    private static string DistrictOf(JsonNode item) => (string)item["district"]!["code"]!;

    /// <summary>Reported by a resident at a station of this town, or of one that is the whole county's.</summary>
    private static async Task<(string Id, string Number, string Photo)> SubmitAsync(TestServer server, string district)
    {
        using var resident = await server.AsAsync("resident-2");
        var codes = (await resident.GetAsync("/sandbox/station-codes"))["items"].AsArray();
        var code = (string)codes.First(item => ((string)item!["station"]!["district"]!).StartsWith(district, StringComparison.Ordinal))!["code"]!;
        var photo = (string)(await resident.UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
        var receipt = (await resident.SubmitAsync(new { stationCode = code, attachmentIds = new[] { photo }, @public = false })).Expect(HttpStatusCode.Created);
        return ((string)receipt["id"]!, (string)receipt["number"]!, photo);
    }

    /// <summary>By the deputy who has it, who is nobody's persona: lent to one for the move.</summary>
    private static async Task AdoptAsync(TestServer server, string id)
    {
        using var committee = await server.AsAsync("committee-1");
        using var deputy = await server.AsAsync("deputy-1");
        var deputyId = (string)(await deputy.GetAsync("/api/v1/me"))["deputyId"]!;
        (await committee.MoveAsync(id, "transfer", new { deputyId, note = "请接手" })).Expect(HttpStatusCode.OK);
        (await deputy.MoveAsync(id, "adopt", new { suggestionTitle = "关于维修村口路灯的建议", note = "请尽快办理" })).Expect(HttpStatusCode.OK);
    }

    private static async Task<IReadOnlyList<JsonNode>> ListAsync(TestServer server, string persona, string query)
    {
        using var client = await server.AsAsync(persona);
        var all = new List<JsonNode>();
        string? next = null;
        do
        {
            var page = (await client.GetAsync($"/api/v1/cases?limit=100&{query}&after={next}")).Expect(HttpStatusCode.OK);
            all.AddRange(page["items"].AsArray().Select(item => item!));
            next = (string?)page.Body!["next"];
        }
        while (next is not null);
        return all;
    }

    private static async Task<IReadOnlyList<JsonNode>> InboxAsync(TestServer server, string persona)
    {
        using var client = await server.AsAsync(persona);
        var all = new List<JsonNode>();
        string? next = null;
        do
        {
            var page = (await client.GetAsync($"/api/v1/alerts?limit=100&after={next}")).Expect(HttpStatusCode.OK);
            all.AddRange(page["items"].AsArray().Select(item => item!));
            next = (string?)page.Body!["next"];
        }
        while (next is not null);
        return all;
    }

    /// <summary>The kinds of what somebody was told about a case.</summary>
    private static async Task<IReadOnlyList<string>> AlertsAsync(TestServer server, string persona, string caseId) =>
        [.. (await InboxAsync(server, persona)).Where(alert => (string?)alert["caseId"] == caseId).Select(alert => (string)alert["kind"]!).Order(StringComparer.Ordinal)];

    private static async Task<int> LateAsync(TestServer server, string persona) => (await ListAsync(server, persona, "role=all&overdue=true")).Count;

    /// <summary>How many cases the newest digest counts.</summary>
    private static async Task<int> DigestAsync(TestServer server, string persona)
    {
        var digest = (await InboxAsync(server, persona)).First(alert => (string)alert["kind"]! == "digest");
        return int.Parse(Count().Match((string)digest["text"]!).Groups["count"].Value, CultureInfo.InvariantCulture);
    }

    private static async Task<string> IdOfAsync(TestServer server, string persona)
    {
        using var client = await server.AsAsync(persona);
        return (string)(await client.GetAsync("/api/v1/me"))["id"]!;
    }

    private static Task WriteAsync(TestServer server, string sql) => server.Services.GetRequiredService<Database>().WriteAsync(
        scope => scope.ExecuteAsync(sql), TestContext.Current.CancellationToken);

    [GeneratedRegex("^今日逾期事项(?<count>[0-9]+)件", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Count();

    [GeneratedRegex("<td class=\"number[^>]*>(?<number>[^<]+)</td>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Number();
}
