using System.Net;
using System.Text.RegularExpressions;
using ScanDeputy.Tests.Harness;
using ScanDeputy.Tests.Platform.Texts;
using Xunit;

namespace ScanDeputy.Tests.Pages;

/// <summary>Every text of every form × what cannot be carried; and choices and dates that are none. And whose texts turn nothing around them.</summary>
public sealed class FormInputTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private CaseChain _chain = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(null, null, "--Limits:Enabled", "false");
        _chain = new CaseChain(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _chain.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Texts_of_forms_that_cannot_be_carried_are_refused_beside_their_field()
    {
        await _chain.ToHandlingAsync();
        using var anyone = _server.Anonymous();
        var report = $"/s/{await anyone.FirstStationCodeAsync()}/report";
        var its = $"/cases/{_chain.CaseId}";
        using var administrator = await _server.AsAsync("admin-1");
        var station = $"/admin/stations/{(string)(await administrator.GetAsync("/api/v1/admin/stations"))["items"][0]!["id"]!}";
        (string Persona, string Page, string Action, string[] Fields, (string, string)[] Also)[] forms =
        [
            ("resident-1", report, report, ["title", "text", "placeAddress", "contactName", "contactPhone", "categoryId"], []),
            ("resident-1", report, report, ["title", "text", "placeAddress"], [("onlyPreview", "true")]),
            ("keeper-1", report, report, ["visitorName", "visitorPhone"], []),
            ("agency-1", its, its + "/reply", ["publicText", "internalNote", "photoIds"], [("outcome", "Solved"), ("version", "1")]),
            ("agency-1", its, its + "/extension", ["reason"], [("days", "1"), ("version", "1")]),
            ("agency-1", its, its + "/pause", ["reason"], [("version", "1")]),
            ("resident-1", its, its + "/supplement", ["text"], [("version", "1")]),
            ("committee-1", its, its + "/merge", ["intoCaseId", "note"], [("version", "1")]),
            ("committee-1", its, its + "/assign", ["leadAgencyId", "coAgencyIds", "note"], [("version", "1")]),
            ("admin-1", "/admin/people", "/admin/people/leave", ["reason", "successorId"], [("id", "none"), ("on", "2026-06-01")]),
            ("admin-1", "/admin/people", "/admin/people/away", ["substituteId"], [("id", "none"), ("from", "2026-06-01"), ("until", "2026-06-02")]),
            ("admin-1", "/admin/people", "/admin/people/close", ["substituteId"], [("id", "none")]),
            ("admin-1", "/admin/calendars", "/admin/calendars/preview", ["notice"], []),
            ("admin-1", station, station + "/issue", ["placement"], []),
            ("nobody", "/login", "/login", ["userName", "password"], []),
        ];
        var faults = new List<string>();
        foreach (var (persona, page, action, fields, also) in forms)
        {
            using var pages = persona == "nobody" ? new PageClient(_server.Address) : await PageClient.SignInAsync(_server.Address, persona);
            foreach (var field in fields)
            {
                foreach (var text in WrittenTextTests.NotCarried.Where(text => !text.Any(char.IsSurrogate)))
                {
                    using var answer = await pages.PostAsync(page, action, [.. also, (field, $"路灯坏了三天，晚上很黑{text}")]);
                    var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
                    var kept = !IsTyped(field) || html.Contains("路灯坏了三天，晚上很黑", StringComparison.Ordinal);
                    if (answer.StatusCode != HttpStatusCode.UnprocessableEntity || !kept)
                        faults.Add($"{action} {field} U+{(int)text[0]:X4}: {(int)answer.StatusCode}{(kept ? "" : ", the text is lost")}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(40)));
    }

    [Theory]
    [InlineData("shareWithAgency", "abc")]
    [InlineData("public", "2")]
    [InlineData("onlyPreview", "nein")]
    [InlineData("similarSeen", "是")]
    public async Task A_tick_of_the_report_that_is_none_is_named_and_the_text_kept(string field, string value)
    {
        using var anyone = _server.Anonymous();
        var report = $"/s/{await anyone.FirstStationCodeAsync()}/report";
        using var pages = await PageClient.SignInAsync(_server.Address, "resident-1");
        using var answer = await pages.PostAsync(report, report, ("text", "路灯坏了三天，晚上很黑，请维修。"), (field, value));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"#{field}", html, StringComparison.Ordinal);
        Assert.Contains("路灯坏了三天，晚上很黑，请维修。", html, StringComparison.Ordinal);
    }

    /// <summary>What a report tells of people is shown once before it is sent: all of it when it is to be published, the numbers otherwise.</summary>
    [Theory]
    [InlineData("找过李主任，路灯还是坏的，请维修。", "true", "李主任")]
    [InlineData("找过李主任，路灯还是坏的，请维修。", "false", null)]
    [InlineData("路灯坏了三天，微信号：zhang_san88，请维修。", "false", "zhang_san88")]
    [InlineData("路灯坏了三天，晚上很黑，请维修。", "true", null)]
    public async Task What_a_report_tells_of_people_is_shown_once_before_it_is_sent(string text, string isPublic, string? told)
    {
        using var anyone = _server.Anonymous();
        var code = await anyone.FirstStationCodeAsync();
        var category = (string)(await anyone.GetAsync($"/api/v1/station-codes/{code}"))["categories"].AsArray().First(one => one!["stopper"] is null)!["id"]!;
        using var pages = await PageClient.SignInAsync(_server.Address, "resident-2");
        (string, string)[] form = [("key", $"details-{text.Length}-{isPublic}"), ("categoryId", category), ("text", text), ("public", isPublic), ("similarSeen", "true")];
        var report = $"/s/{code}/report";
        using var first = await pages.PostAsync(report, report, form);
        if (told is not null)
        {
            var html = WebUtility.HtmlDecode(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.Contains("看过了，提交", html, StringComparison.Ordinal);
            Assert.Contains($"<bdi>{told}</bdi>", html, StringComparison.Ordinal);
            Assert.Contains($"name=\"detailsSeen\" value=\"{told}\"", html, StringComparison.Ordinal);
        }

        using var second = await pages.PostAsync(report, report, [.. form, ("detailsSeen", told ?? "")]);
        Assert.Equal(HttpStatusCode.Redirect, second.StatusCode);
        Assert.Equal(told is null ? second.StatusCode : HttpStatusCode.OK, first.StatusCode);
    }

    [Theory]
    [InlineData("/work?overdue=abc")]
    [InlineData("/work?status=abc")]
    [InlineData("/work?stage=0")]
    [InlineData("/work?after=abc")]
    [InlineData("/admin/parked?status=abc")]
    [InlineData("/admin/deliveries?status=abc")]
    [InlineData("/admin/stations?after=abc")]
    [InlineData("/work?q=a%00")]
    public async Task What_a_page_is_asked_in_another_kind_is_refused(string path)
    {
        using var pages = await PageClient.SignInAsync(_server.Address, path.StartsWith("/work", StringComparison.Ordinal) ? "committee-1" : "admin-1");
        using var answer = await pages.GetAsync(path);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Theory]
    [InlineData("agency-1", "reply", "outcome", "0")]
    [InlineData("agency-1", "reply", "outcome", "solved,inProgress")]
    [InlineData("agency-1", "reply", "outcome", "Solved,InProgress")]
    [InlineData("agency-1", "reply", "outcome", "SOLVED")]
    [InlineData("agency-1", "reply", "promisedOn", "2026-02-30")]
    [InlineData("agency-1", "reply", "promisedOn", "明天")]
    [InlineData("agency-1", "pause", "until", "2026-13-01")]
    [InlineData("agency-1", "extension", "days", "三天")]
    [InlineData("supervisor-1", "supervise", "answerBy", "2026-06-31")]
    [InlineData("supervisor-1", "supervise", "level", "一")]
    public async Task What_a_form_does_not_offer_is_refused_and_nothing_is_done(string persona, string move, string field, string value)
    {
        await _chain.ToHandlingAsync();
        var version = (int)(await _chain.SeenByAsync(persona))["version"]!;
        using var pages = await PageClient.SignInAsync(_server.Address, persona);
        (string Name, string Value)[] valid =
        [
            ("outcome", "InProgress"), ("publicText", "已列入计划"), ("promisedOn", "2026-06-30"), ("reason", "等待配件"), ("until", "2026-06-01"), ("days", "3"),
            ("level", "1"), ("text", "请尽快办理"), ("answerBy", "2026-06-30"), ("version", $"{version}"),
        ];
        using var answer = await pages.PostAsync($"/cases/{_chain.CaseId}", $"/cases/{_chain.CaseId}/{move}", [.. valid.Where(one => one.Name != field), (field, value)]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains($"{move}-{field}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(version, (int)(await _chain.SeenByAsync(persona))["version"]!);
    }

    /// <summary>Issue I, 12: each says its limit as text, for the script that counts and for whoever has none; nothing cuts silently.</summary>
    [Fact]
    public async Task Every_text_area_names_its_limit()
    {
        await _chain.ToHandlingAsync();
        using var received = new CaseChain(_server);
        await received.SubmitAsync();
        using var anyone = _server.Anonymous();
        (string Persona, string Page)[] pages =
        [
            ("resident-1", $"/s/{await anyone.FirstStationCodeAsync()}/report"), ("resident-1", $"/cases/{received.CaseId}"), (received.Deputy, $"/cases/{received.CaseId}"),
            ("committee-1", $"/cases/{received.CaseId}"), ("agency-1", $"/cases/{_chain.CaseId}"), ("government-1", $"/cases/{_chain.CaseId}"), ("supervisor-1", $"/cases/{_chain.CaseId}"),
            ("admin-1", "/admin/people"),
        ];
        var faults = new List<string>();
        var seen = 0;
        foreach (var (persona, page) in pages)
        {
            using var client = await PageClient.SignInAsync(_server.Address, persona);
            using var answer = await client.GetAsync(page);
            var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            foreach (Match area in Regex.Matches(html, "<textarea id=\"(?<id>[^\"]+)\"[^>]*>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(20)))
            {
                seen++;
                var most = Regex.Match(area.Value, "data-most=\"(?<most>\\d+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(20)).Groups["most"].Value;
                if (most.Length == 0 || area.Value.Contains("maxlength", StringComparison.OrdinalIgnoreCase) || !Regex.IsMatch(html, $"id=\"{area.Groups["id"].Value}-hint\">[^<]*{most} 个字", RegexOptions.None, TimeSpan.FromSeconds(20)))
                    faults.Add($"{persona} {page} {area.Value}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(seen >= 12, $"{seen}");
    }

    private static bool IsTyped(string field) => field is "title" or "text" or "placeAddress" or "contactName" or "visitorName" or "publicText" or "internalNote" or "reason" or "note" or "notice" or "userName" or "placement";

    [Theory]
    [InlineData("leave", "on", "2026-02-30")]
    [InlineData("away", "from", "昨天")]
    [InlineData("away", "until", "2026-00-01")]
    public async Task Dates_of_the_people_page_that_are_none_are_named(string deed, string field, string value)
    {
        using var pages = await PageClient.SignInAsync(_server.Address, "admin-1");
        using var answer = await pages.PostAsync("/admin/people", $"/admin/people/{deed}", ("id", "none"), ("reason", "工作调动"), ("substituteId", "none"), (field, value));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("日期须为 2026-11-20 这样的格式", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_wrote_turns_nothing_around_it_on_pages_and_papers()
    {
        const string Turned = "\u202E灯路的口村";
        await _chain.SubmitAsync(change: new { title = Turned, text = Turned + "，晚上老人出门不安全，请尽快维修。", place = new { address = Turned }, contact = new { name = Turned, phone = "13912345678", shareWithAgency = true } });
        await _chain.StepAsync(_chain.Deputy, "adopt", new { suggestionTitle = Turned, note = Turned });
        await _chain.StepAsync("committee-1", "handover", new { note = Turned });
        await _chain.AssignAsync();
        await _chain.SignAsync();
        await _chain.StepAsync("agency-1", "pause", new { reason = Turned });
        (string Persona, string Path)[] places =
        [
            ("resident-1", "/my"), (_chain.Deputy, "/work?role=all"), ("committee-1", "/work?role=all"), ("committee-1", $"/cases/{_chain.CaseId}"), ("government-1", $"/cases/{_chain.CaseId}"),
            ("resident-1", $"/cases/{_chain.CaseId}"), ("resident-1", $"/cases/receipt/{_chain.CaseId}"), ("committee-1", $"/cases/{_chain.CaseId}/papers/handover-order"),
            ("committee-1", $"/cases/{_chain.CaseId}/papers/voter-feedback"),
        ];
        var faults = new List<string>();
        var shown = 0;
        foreach (var (persona, path) in places)
        {
            using var pages = await PageClient.SignInAsync(_server.Address, persona);
            using var answer = await pages.GetAsync(path);
            var html = Regex.Replace(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), "<(?<tag>textarea|option|script)[^>]*>.*?</\\k<tag>>|(?:value|content|alt)=\"[^\"]*\"", "", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(20));
            for (var at = html.IndexOf('\u202E', StringComparison.Ordinal); at >= 0; at = html.IndexOf('\u202E', at + 1))
            {
                shown++;
                var before = html[Math.Max(0, at - 80)..at];
                if (!Regex.IsMatch(before, "(?:<bdi[^>]*>|<p class=\"body\">|<dd>|\u2068)[^<]*$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(20)))
                    faults.Add($"{persona} {path}: {before}");
            }
        }

        Assert.True(shown >= places.Length, $"Shown {shown} times.");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
