using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Http.Input;

/// <summary>Issue I, 16: MariaDB leaves out blanks behind a value when it compares, SQLite does not; a blank behind an input is none on either.</summary>
public sealed class EndBlankTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private CaseChain _chain = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(null, null, "--Limits:Enabled", "false");
        _chain = new CaseChain(_server);
        await _chain.ToHandlingAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _chain.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_blank_behind_a_part_of_an_address_or_a_query_is_none()
    {
        var agency = await _chain.AgencyOfAsync("agency-1");
        var code = await (await _chain.AsAsync("resident-1")).FirstStationCodeAsync();
        var station = (string)(await (await _chain.AsAsync("admin-1")).GetAsync("/api/v1/admin/stations?limit=1"))["items"][0]!["id"]!;
        (string Persona, string Path)[] places =
        [
            ("committee-1", $"/api/v1/cases/{_chain.CaseId}@"), ("committee-1", $"/api/v1/cases/{_chain.CaseId}@/stages"), ("committee-1", $"/api/v1/cases/{_chain.CaseId}@/events"),
            ("committee-1", $"/api/v1/cases/{_chain.CaseId}@/papers/handover-order@"), ("committee-1", $"/api/v1/cases?role=all&agency={agency}@"), ("committee-1", "/api/v1/cases?role=all@"),
            ("committee-1", "/api/v1/cases?role=all&status=handling@&stage=handling@"), ("committee-1", "/api/v1/cases?role=all&district=371311@"), ("resident-1", "/api/v1/calendar/2026@?jurisdiction=371311@"),
            ("resident-1", $"/api/v1/station-codes/{code}@"), ("admin-1", $"/api/v1/admin/stations/{station}@/codes"),
        ];
        var faults = new List<string>();
        foreach (var (persona, path) in places)
        {
            var client = await _chain.AsAsync(persona);
            var plain = await client.GetAsync(path.Replace("@", "", StringComparison.Ordinal));
            var blank = await client.GetAsync(path.Replace("@", "%20%20", StringComparison.Ordinal));
            if (plain.Status != HttpStatusCode.OK || blank.Status != plain.Status || plain.Body?.ToJsonString() != blank.Body?.ToJsonString())
                faults.Add($"{path}: {plain.Status}, {blank.Status}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task A_blank_before_a_part_of_an_address_is_one()
    {
        (await (await _chain.AsAsync("committee-1")).GetAsync($"/api/v1/cases/%20{_chain.CaseId}")).Expect(HttpStatusCode.NotFound, "not_found");
        (await (await _chain.AsAsync("committee-1")).GetAsync($"/api/v1/cases/{_chain.CaseId}%09")).Expect(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_blank_behind_a_value_of_a_body_is_none()
    {
        var resident = await _chain.AsAsync("resident-1");
        var sample = (await resident.SubmitAsync()).Expect(HttpStatusCode.Created);
        var category = (string)(await resident.CaseAsync((string)sample["id"]!))["category"]!["id"]!;
        var receipt = (await resident.SubmitAsync(new { categoryId = category + "  ", title = "路灯 " })).Expect(HttpStatusCode.Created);
        Assert.Equal("路灯", (string)(await resident.CaseAsync((string)receipt["id"]!))["title"]!);

        using var assigned = new CaseChain(_server);
        await assigned.ToHandedOverAsync();
        var (agency, other) = (await assigned.AgencyOfAsync("agency-1"), await assigned.AgencyOfAsync("agency-2"));
        (await assigned.StepAsync("government-1", "assign", new { leadAgencyId = agency + " ", coAgencyIds = new[] { other + " " }, note = "请办理 " })).Expect(HttpStatusCode.OK);

        using var merged = new CaseChain(_server);
        await merged.SubmitAsync("resident-2");
        (await merged.StepAsync(merged.Deputy, "merge", new { intoCaseId = _chain.CaseId + " ", note = "" })).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_blank_behind_a_field_of_a_form_is_none()
    {
        using var merged = new CaseChain(_server);
        await merged.SubmitAsync("resident-2");
        using var pages = await PageClient.SignInAsync(_server.Address, merged.Deputy);
        var version = (int)(await merged.SeenByAsync(merged.Deputy))["version"]!;
        using var answer = await pages.PostAsync($"/cases/{merged.CaseId}", $"/cases/{merged.CaseId}/merge", ("intoCaseId", _chain.CaseId + " "), ("version", $"{version} "), ("confirmed", "true"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task Blanks_around_a_user_name_are_none_and_open_no_other_count_of_wrong_passwords()
    {
        using var anyone = _server.Anonymous();
        (await SignInAsync(" committee-1 ", "scandeputy-demo")).Expect(HttpStatusCode.OK);
        (await SignInAsync("committee-1\u3000", "scandeputy-demo")).Expect(HttpStatusCode.OK);
        (await SignInAsync("committee-1", "scandeputy-demo ")).Expect(HttpStatusCode.Unauthorized, "sign_in_failed");
        for (var blanks = 1; blanks < 5; blanks++)
            (await SignInAsync("committee-1" + new string(' ', blanks), "wrong")).Expect(HttpStatusCode.Unauthorized, "sign_in_failed");
        (await SignInAsync("committee-1", "scandeputy-demo")).Expect(HttpStatusCode.TooManyRequests, "too_many_requests");

        Task<ApiAnswer> SignInAsync(string userName, string password) => anyone.PostAsync("/api/v1/auth/password", new { userName, password });
    }
}
