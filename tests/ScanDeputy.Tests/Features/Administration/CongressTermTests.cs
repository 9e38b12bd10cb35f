using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Server.Features.Administration.Departures;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Administration;

/// <summary>A term ends for all of its deputies on a date. It is Friday 15 May 2026.</summary>
public sealed class CongressTermTests : IAsyncLifetime
{
    private const string Terms = "/api/v1/admin/terms";
    private TestServer _server = null!;
    private ApiClient _office = null!;
    private string _level = "";
    private string _term = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _office = await _server.AsAsync("committee-1");
        // That of the first station's deputies, who have most of the work.
        _level = await _server.TextAsync("select d.level from deputies d join users u on u.deputy_id = d.id where u.user_name = 'deputy-1'");
        _term = await _server.TextAsync("select d.term from deputies d join users u on u.deputy_id = d.id where u.user_name = 'deputy-1'");
    }

    public async ValueTask DisposeAsync()
    {
        _office.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task All_of_a_term_leave_on_its_day_and_each_open_case_is_handed_on_once()
    {
        var id = (string)(await CreateAsync()).Expect(HttpStatusCode.Created)["id"]!;
        var counted = (await _office.GetAsync($"{Terms}/{id}/consequences?lastOn=2026-05-20")).Expect(HttpStatusCode.OK);
        var (deputies, open) = ((int)counted["deputies"]!, (int)counted["openCases"]!);
        Assert.True(deputies > 50 && open > 10, counted.Body!.ToString());
        Assert.Equal(open, await OpenAsync());
        Assert.Equal(deputies, await InOfficeAsync());

        (await EndAsync(id, "2026-05-20", deputies + 1)).Expect(HttpStatusCode.Conflict, "still_needed");
        Assert.Equal(0, await _server.CountAsync("select count(*) from deputy_departures"));
        (await EndAsync(id, "2026-05-20", deputies)).Expect(HttpStatusCode.OK);
        // Said twice, and by two at once, it is announced once.
        var again = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => EndAsync(id, "2026-05-20", null)));
        Assert.All(again, answer => answer.Expect(HttpStatusCode.OK));
        Assert.Equal(deputies, await _server.CountAsync("select count(*) from deputy_departures where leaves_on = '2026-05-21' and done_at is null"));

        var sweep = _server.Services.GetServices<ISweep>().OfType<DepartureSweep>().Single();
        Assert.Equal(0, await sweep.RunAsync(Ct));
        Assert.Equal(deputies, await InOfficeAsync());

        await _office.MoveClockAsync(new DateTimeOffset(2026, 5, 21, 0, 5, 0, TimeSpan.FromHours(8)));
        Assert.Equal(0, await InOfficeAsync());
        Assert.Equal(0, await OpenAsync());
        Assert.Equal(deputies, await _server.CountAsync("select count(*) from deputy_departures where done_at is not null"));
        // Nobody who leaves as well was given a case in between.
        Assert.Equal(0, await _server.CountAsync("select count(*) from (select case_id from case_events where data like '%\"handedOn\"%' group by case_id having count(*) > 1) twice"));
        await _server.NothingDiffersAsync();

        Assert.Equal(0, await sweep.RunAsync(Ct));
        var events = await _server.CountAsync("select count(*) from case_events");
        using var later = await _server.AsAsync("committee-1");
        (await later.PostAsync($"{Terms}/{id}/end", new { lastOn = "2026-05-20" })).Expect(HttpStatusCode.OK);
        Assert.Equal(0, await sweep.RunAsync(Ct));
        Assert.Equal(events, await _server.CountAsync("select count(*) from case_events"));
    }

    [Theory]
    [InlineData("level", null)]
    [InlineData("level", "village")]
    [InlineData("name", "")]
    [InlineData("firstOn", null)]
    [InlineData("lastOn", "2020-01-01")]
    public async Task A_term_that_cannot_be_is_refused_by_field(string field, string? value)
    {
        var body = new JsonObject { ["level"] = "county", ["name"] = "第二十届", ["firstOn"] = "2022-01-01", [field] = value };
        var refused = await _office.PostAsync(Terms, body);
        Assert.True(refused.Status is HttpStatusCode.UnprocessableEntity && refused["errors"]![field] is not null, refused.Body?.ToString());
        Assert.Equal(0, await _server.CountAsync("select count(*) from congress_terms"));
    }

    [Fact]
    public async Task A_term_is_entered_once_and_is_its_own_county_s()
    {
        var id = (string)(await CreateAsync()).Expect(HttpStatusCode.Created)["id"]!;
        Assert.NotNull((await CreateAsync()).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["name"]);
        Assert.NotNull((await EndAsync(id, "2019-01-01", null)).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["lastOn"]);
        using var neighbour = await _server.AsAsync("committee-2");
        Assert.Empty((await neighbour.GetAsync(Terms))["items"].AsArray());
        (await neighbour.PostAsync($"{Terms}/{id}/end", new { lastOn = "2026-05-20" })).Expect(HttpStatusCode.NotFound, "not_found");

        using var pages = await PageClient.SignInAsync(_server.Address, "committee-1");
        using var page = await pages.GetAsync($"/admin/terms?count={id}&lastOn=2026-05-20");
        var html = await page.Content.ReadAsStringAsync(Ct);
        Assert.Contains("届满离任", html, StringComparison.Ordinal);
        using var ended = await pages.PostAsync($"/admin/terms?count={id}&lastOn=2026-05-20", "/admin/terms/end", ("id", id), ("lastOn", "2026-05-20"), ("deputies", "1"));
        Assert.Contains("请重新核对人数后再确认", await ended.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(0, await _server.CountAsync("select count(*) from deputy_departures"));
    }

    /// <summary>Level and name say who belongs to a term: they change only while nobody does, by hand and by a file. What has ended stays as it is.</summary>
    [Fact]
    public async Task A_term_is_renamed_while_nobody_has_it_and_nothing_of_an_ended_one_changes()
    {
        var level = char.ToLowerInvariant(_level[0]) + _level[1..];
        var id = (string)(await CreateAsync()).Expect(HttpStatusCode.Created)["id"]!;
        (await ChangeAsync(id, "1", new { level, name = "另一届", firstOn = "2022-01-10" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await ChangeAsync(id, "1", new { level, name = _term, firstOn = "2022-01-11" })).Expect(HttpStatusCode.OK);

        var empty = (string)(await _office.PostAsync(Terms, new { level, name = "写错的届次", firstOn = "2027-01-10" })).Expect(HttpStatusCode.Created)["id"]!;
        Assert.NotNull((await ChangeAsync(empty, "1", new { level, name = _term, firstOn = "2027-01-10" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["name"]);
        Assert.Equal(empty, (string)(await ChangeAsync(empty, "1", new { level, name = "第三十届", firstOn = "2027-01-10" })).Expect(HttpStatusCode.OK)["id"]!);
        // Whoever takes up a name that a term had before makes another one.
        var second = (string)(await _office.PostAsync(Terms, new { level, name = "写错的届次", firstOn = "2027-01-10" })).Expect(HttpStatusCode.Created)["id"]!;
        Assert.NotEqual(empty, second);
        Assert.Equal(3, (await _office.GetAsync(Terms)).Expect(HttpStatusCode.OK)["items"].AsArray().Count);

        (await EndAsync(id, "2026-05-20", null)).Expect(HttpStatusCode.OK);
        (await ChangeAsync(id, "3", new { level, name = _term, firstOn = "2022-01-11", lastOn = "2026-05-21" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        var file = System.Text.Encoding.UTF8.GetString(await _office.BytesAsync($"{Terms}/export?format=csv"));
        Assert.Empty((await ImportAsync(file)).Expect(HttpStatusCode.OK)["faults"].AsArray());
        var fault = Assert.Single((await ImportAsync(file.Replace("2026-05-20", "2026-06-20", StringComparison.Ordinal))).Expect(HttpStatusCode.OK)["faults"].AsArray());
        Assert.Contains("已办理届满", (string)fault!["fault"]!, StringComparison.Ordinal);
        Assert.Equal("2026-05-20", await _server.TextAsync($"select last_on from congress_terms where id = '{id}'"));

        // The committee office keeps the terms, and no other register, on the pages as well.
        using var pages = await PageClient.SignInAsync(_server.Address, "committee-1");
        foreach (var (path, status, words) in new (string, HttpStatusCode, string)[]
        {
            ("/admin/terms", HttpStatusCode.OK, $"/admin/setup/terms/{empty}"), ("/admin/setup/terms", HttpStatusCode.OK, "已届满"), ($"/admin/setup/terms/{id}", HttpStatusCode.OK, "不能再改"),
            ("/admin/setup/terms?handler=export&format=csv", HttpStatusCode.OK, "第三十届"), ("/admin/setup", HttpStatusCode.Found, "/denied"), ("/admin/setup/stations", HttpStatusCode.Found, "/denied"),
            ("/admin/setup/stations/new", HttpStatusCode.Found, "/denied"), ("/admin/import", HttpStatusCode.Found, "/denied"), ("/admin/setup/agency-rules/gaps", HttpStatusCode.Found, "/denied"),
        })
        {
            using var page = await pages.GetAsync(path);
            Assert.True(page.StatusCode == status, $"{path} {page.StatusCode}");
            Assert.Contains(words, page.Headers.Location?.ToString() ?? await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        using var saved = await pages.PostAsync($"/admin/setup/terms/{second}", $"/admin/setup/terms/{second}/save", ("version", "1"), ("name", "第三十一届"), ("level", Server.Features.Rules.Terms.Of(Enum.Parse<DistrictLevel>(_level))), ("first_on", "2032-01-10"), ("last_on", ""));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal("第三十一届", await _server.TextAsync($"select name from congress_terms where id = '{second}'"));

        Task<ApiAnswer> ImportAsync(string text) => _office.UploadAsync($"{Terms}/import", System.Text.Encoding.UTF8.GetBytes(text), "terms.csv");
    }

    private Task<ApiAnswer> ChangeAsync(string id, string version, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"{Terms}/{id}") { Content = System.Net.Http.Json.JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return _office.SendAsync(request);
    }

    private Task<ApiAnswer> CreateAsync() => _office.PostAsync(Terms, new { level = char.ToLowerInvariant(_level[0]) + _level[1..], name = _term, firstOn = "2022-01-10" });

    private Task<ApiAnswer> EndAsync(string id, string lastOn, int? deputies) => _office.PostAsync($"{Terms}/{id}/end", new { lastOn, deputies });

    private Task<int> InOfficeAsync() => _server.CountAsync("select count(*) from deputies where jurisdiction = '371311' and level = @_level and term = @_term and active = 1", new { _level, _term });

    private Task<int> OpenAsync() => _server.CountAsync(
        """
        select count(*) from cases k join deputies d on d.id = k.deputy_id where d.jurisdiction = '371311' and d.level = @_level and d.term = @_term
          and (k.status in ('Received', 'Answered', 'Adopted', 'HandedOver', 'Assigned', 'Handling', 'Replied', 'Evaluated') or (k.status = 'Closed' and (k.waiting_role is not null or k.expires_on is not null)))
        """,
        new { _level, _term });
}
