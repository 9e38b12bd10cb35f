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
            ("nobody", "/login", "/login", ["userName", "password"], []),
        ];
        var faults = new List<string>();
        foreach (var (persona, page, action, fields, also) in forms)
        {
            using var pages = persona == "nobody" ? new PageClient(_server.Address) : await PageClient.SignInAsync(_server.Address, persona);
            foreach (var field in fields)
            {
                // NUL in a form without files is refused by the framework, as no form at all.
                foreach (var text in WrittenTextTests.NotCarried.Where(text => text != "\0" && !text.Any(char.IsSurrogate)))
                {
                    using var answer = await pages.PostAsync(page, action, [.. also, (field, $"路灯坏了三天，晚上很黑{text}")]);
                    if (answer.StatusCode != HttpStatusCode.UnprocessableEntity)
                        faults.Add($"{action} {field} U+{(int)text[0]:X4}: {(int)answer.StatusCode}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(40)));
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
            var html = Regex.Replace(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), "<(?<tag>textarea|option|script)[^>]*>.*?</\\k<tag>>|(?:value|content|alt)=\"[^\"]*\"", "", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
            foreach (Match turn in Regex.Matches(html, "(?<before>.{0,80})\u202E", RegexOptions.Singleline, TimeSpan.FromSeconds(5)))
            {
                shown++;
                if (!Regex.IsMatch(turn.Groups["before"].Value, "(?:<bdi[^>]*>|<p class=\"body\">|<dd>|\u2068)[^<]*$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
                    faults.Add($"{persona} {path}: {turn.Groups["before"].Value}");
            }
        }

        Assert.True(shown >= places.Length, $"Shown {shown} times.");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
