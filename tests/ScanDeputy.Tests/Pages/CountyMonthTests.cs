using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Pages;

/// <summary>
/// Weeks of a county whose people do what 待我办理 shows them and nothing else, by the forms of its pages, and each matter on the last day that the list
/// gives it. Whoever does so keeps every date: nobody is ever told that something is late, and nothing stays behind.
/// </summary>
public sealed partial class CountyMonthTests
{
    private static readonly string[] Officials = ["deputy-1", "deputy-2", "deputy-3", "committee-1", "government-1", "agency-1", "agency-2"];

    private static readonly Fate[] Fates =
    [
        new("answered at once") { Answered = true },
        new("the main road, rated"),
        new("the main road, nobody rates") { Rated = false },
        new("returned to the deputy") { Once = ["return-to-deputy"] },
        new("returned to the office, then paused") { Once = ["return-to-office", "pause"] },
        new("extended, then rejected once") { Once = ["extension", "reject"] },
        new("promised, and kept") { Promised = true },
        new("with a partner") { Partner = true },
        new("unsatisfied once") { Grades = ["Unsatisfied", "Satisfied"] },
        new("under an order") { Ordered = true },
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_follows_only_the_list_keeps_every_date()
    {
        await using var server = await TestServer.StartWithoutPastAsync();
        var county = new County(server);
        await county.ReportAsync(Fates);

        var day = new DateOnly(2026, 5, 15);
        for (; !await county.IsOverAsync(); day = day.AddDays(1))
        {
            Assert.True(day < new DateOnly(2026, 8, 1), "Some matter never ends.");
            await county.LiveAsync(day);
        }

        Assert.True(day > new DateOnly(2026, 6, 10), $"Everything was over on {day}: nobody waited for the last day.");
        Assert.Equal(0, await server.CountAsync("select count(*) from alerts where kind in ('overdue', 'escalated')"));
        Assert.Equal(0, await server.CountAsync("select count(*) from stages where verdict not in ('OnTime', 'Cancelled')"));
        Assert.Equal(0, await server.CountAsync("select count(*) from case_waits"));
        Assert.Equal(Fates.Select(fate => fate.Name), Fates.Where(fate => fate.Left.Count == 0).Select(fate => fate.Name));
    }

    /// <summary>What becomes of one matter.</summary>
    private sealed record Fate(string Name)
    {
        public bool Answered { get; init; }

        public bool Rated { get; init; } = true;

        public bool Promised { get; init; }

        public bool Partner { get; init; }

        public bool Ordered { get; init; }

        /// <summary>Moves that are made once, when they can be made.</summary>
        public IReadOnlyList<string> Once { get; init; } = [];

        public IReadOnlyList<string> Grades { get; init; } = ["Satisfied"];

        /// <summary>What of this has still to happen.</summary>
        public List<string> Left { get; } = [];
    }

    private sealed class County(TestServer server)
    {
        private readonly Dictionary<string, Fate> _fates = new(StringComparer.Ordinal);
        private readonly HashSet<string> _signed = new(StringComparer.Ordinal);
        private DateOnly _today;
        private string _partner = "";

        public async Task ReportAsync(IEnumerable<Fate> fates)
        {
            using var resident = await server.AsAsync("resident-1");
            using var partner = await server.AsAsync("agency-2");
            _partner = (string)(await partner.GetAsync("/api/v1/me"))["agencyId"]!;
            foreach (var fate in fates)
            {
                fate.Left.Clear();
                fate.Left.AddRange([.. fate.Once, .. fate.Promised ? ["promise"] : Array.Empty<string>(), .. fate.Ordered ? ["supervise"] : Array.Empty<string>(), .. fate.Rated ? fate.Grades : []]);
                var sent = (await resident.SubmitAsync(new { title = $"村口主路没有路灯（{fate.Name}）" })).Expect(HttpStatusCode.Created);
                _fates[(string)sent["id"]!] = fate;
            }
        }

        public async Task<bool> IsOverAsync() => await server.CountAsync("select count(*) from cases where status <> 'Closed'") == 0;

        public async Task LiveAsync(DateOnly day)
        {
            _today = day;
            if (day > new DateOnly(2026, 5, 15))
            {
                using var anyone = server.Anonymous();
                await anyone.MoveClockAsync(new DateTimeOffset(day, new TimeOnly(9, 0), TimeSpan.FromHours(8)));
            }

            // What one hands on may be due with the next on the same day.
            for (var (round, done) = (0, true); done && round < 5; round++)
            {
                done = false;
                foreach (var persona in Officials)
                    done |= await WorkAsync(persona);
            }

            await SuperviseAsync();
            await RateAsync();
        }

        private async Task<bool> WorkAsync(string persona)
        {
            using var client = await PageClient.SignInAsync(server.Address, persona);
            var any = false;
            for (var moved = true; moved;)
            {
                moved = false;
                foreach (var (group, id) in RowsOf(await HtmlAsync(client, "/work")))
                    moved |= await DoAsync(client, persona, group, id);
                any |= moved;
            }

            return any;
        }

        /// <returns>False where it can wait: until its last day, or for somebody else.</returns>
        private async Task<bool> DoAsync(PageClient client, string persona, string group, string id)
        {
            var forms = PageForms.On(await HtmlAsync(client, $"/cases/{id}"), $"/cases/{id}").Where(form => form.Action.StartsWith($"/cases/{id}/", StringComparison.Ordinal) && form.Button.Length == 0)
                .DistinctBy(form => form.Action).ToDictionary(form => form.Action.Split('/')[^1], StringComparer.Ordinal);
            var fate = _fates[id];
            if (fate.Left.FirstOrDefault(move => move is "pause" or "extension" && forms.ContainsKey(move)) is { } early && group is "明天到期" or "今天到期")
                return await SendAsync(client, id, forms[early], early is "pause" ? [("reason", "等反映人补充照片"), ("until", _today.AddDays(5).ToString("O", CultureInfo.InvariantCulture))] : [("reason", "材料未到"), ("days", "3")], early);
            if (group is not ("今天到期" or "已逾期" or "没有期限"))
                return false;
            if (forms.TryGetValue("resume", out var resume))
                return _today.DayNumber % 5 == 0 && await SendAsync(client, id, resume, [], "resume");

            foreach (var (move, fields) in Answers(id, fate, persona))
            {
                if (forms.TryGetValue(move, out var form))
                    return await SendAsync(client, id, form, fields, move);
            }

            return false;
        }

        /// <summary>What is tried, in this order.</summary>
        private IEnumerable<(string Move, (string, string)[] Fields)> Answers(string id, Fate fate, string persona)
        {
            if (fate.Answered)
                yield return ("answer", [("text", "已联系供电所，今天恢复照明。")]);
            yield return ("adopt", [("suggestionTitle", "关于在村口主路安装路灯的建议"), ("note", "情况属实")]);
            foreach (var once in fate.Left.Where(move => move is "return-to-deputy" or "return-to-office" or "reject").ToList())
                yield return (once, [("reason", once == "return-to-office" ? "notCompetent" : "请再核实"), ("note", "不属于本单位"), ("handling", "Satisfied"), ("result", "Unsatisfied")]);
            yield return ("handover", [("note", "请研究办理")]);
            yield return ("pause-decision", [("granted", "true")]);
            yield return ("extension-decision", [("granted", "true")]);
            yield return ("assign", [("note", "请主办"), .. fate.Partner ? [("coAgencyIds", _partner)] : Array.Empty<(string, string)>()]);
            yield return ("supervision-answer", [("text", "已排期，本周完成。")]);
            if (persona == "agency-2")
                yield return ("co-opinion", [("text", "同意配合，负责开挖手续。")]);
            yield return ("sign", []);
            yield return fate.Left.Contains("promise")
                ? ("reply", [("outcome", "InProgress"), ("publicText", "已列入计划，六月底前完成。"), ("promisedOn", "2026-06-26")])
                : ("reply", [("outcome", "Solved"), ("publicText", "三盏路灯已经更换，恢复照明。")]);
            yield return ("accept", [("handling", "Satisfied"), ("result", "Satisfied"), ("note", "已到现场看过")]);
        }

        private async Task<bool> SendAsync(PageClient client, string id, PageForms.Form form, IEnumerable<(string Name, string Value)> fields, string move)
        {
            if (!_signed.Add($"{id} {form.Fields.First(field => field.Name == "version").Value} {move}"))
                return false;

            var page = await HtmlAsync(client, $"/cases/{id}");
            var lead = move == "assign" ? Lead().Match(page[page.IndexOf("name=\"leadAgencyId\"", StringComparison.Ordinal)..]).Groups["id"].Value : null;
            using var sent = await client.PostAsync($"/cases/{id}", form.Action, [.. form.Fields, .. fields, .. lead is null ? Array.Empty<(string, string)>() : [("leadAgencyId", lead)]]);
            var answer = await sent.Content.ReadAsStringAsync(Ct);
            Assert.True(sent.StatusCode == HttpStatusCode.Redirect, $"{_today} {_fates[id].Name} {move}: {sent.StatusCode} {Wrong().Match(answer).Value}");
            _fates[id].Left.Remove(move == "reply" ? "promise" : move);
            return true;
        }

        /// <summary>An order is no answer to a list: it comes when a supervisor thinks fit.</summary>
        private async Task SuperviseAsync()
        {
            foreach (var (id, fate) in _fates.Where(pair => pair.Value.Left.Contains("supervise")))
            {
                using var client = await PageClient.SignInAsync(server.Address, "supervisor-1");
                var form = PageForms.On(await HtmlAsync(client, $"/cases/{id}"), "").FirstOrDefault(one => one.Action == $"/cases/{id}/supervise" && one.Button.Length == 0);
                if (form is not null && await server.CountAsync("select count(*) from cases where id = @id and status in ('Assigned', 'Handling')", new { id }) == 1)
                    await SendAsync(client, id, form, [("level", "1"), ("text", "请加快办理"), ("answerBy", "2026-06-12")], "supervise");
            }
        }

        private async Task RateAsync()
        {
            using var client = await PageClient.SignInAsync(server.Address, "resident-1");
            foreach (var (id, fate) in _fates)
            {
                if (!fate.Rated || fate.Left.FirstOrDefault(left => fate.Grades.Contains(left)) is not { } grade)
                    continue;
                if (PageForms.On(await HtmlAsync(client, $"/cases/{id}"), "").FirstOrDefault(one => one.Action == $"/cases/{id}/evaluate") is { } form && await SendAsync(client, id, form, [("grade", grade), ("text", "谢谢")], "evaluate"))
                    fate.Left.Remove(grade);
            }
        }

        private static async Task<string> HtmlAsync(PageClient client, string path)
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync(Ct);
        }

        private static IReadOnlyList<(string Group, string Id)> RowsOf(string html) => [.. html.Split("<tr class=\"group\">").Skip(1)
            .SelectMany(part => Row().Matches(part).Select(row => (WebUtility.HtmlDecode(GroupName().Match(part).Groups["name"].Value), row.Groups["id"].Value)))];
    }

    [GeneratedRegex("href=\"/cases/(?<id>[0-9a-f]{32})\"", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Row();

    [GeneratedRegex("<th[^>]*>(?<name>[^<]*)</th>", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex GroupName();

    [GeneratedRegex("<option value=\"(?<id>[^\"]+)\" selected", RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Lead();

    [GeneratedRegex("class=\"summary\".*?</div>", RegexOptions.Singleline, 20_000)]
    private static partial Regex Wrong();
}
