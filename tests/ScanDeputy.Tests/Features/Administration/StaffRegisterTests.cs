using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Administration;

/// <summary>An administrator makes accounts, changes them, and gives first passwords: over the API and on pages, by the rules of the import.</summary>
public sealed class StaffRegisterTests : IAsyncLifetime
{
    private const string Staff = "/api/v1/admin/staff";
    private TestServer _server = null!;
    private ApiClient _admin = null!;
    private PageClient _pages = null!;
    private string _station = "";
    private string _agency = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Database Database => _server.Services.GetRequiredService<Database>();

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _admin = await _server.AsAsync("admin-1");
        _pages = await PageClient.SignInAsync(_server.Address, "admin-1");
        _station = (await ScalarAsync("select k.station_id from station_keepers k join users u on u.id = k.user_id where u.user_name = 'keeper-1'"))!;
        _agency = (await ScalarAsync("select agency_id from users where user_name = 'agency-1'"))!;
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        _pages.Dispose();
        await _server.DisposeAsync();
    }

    private sealed record Row(string What, string Field, Action<JsonObject> Change);

    private IReadOnlyList<Row> Rules() =>
    [
        new("no user name", "userName", draft => draft["userName"] = " "),
        new("a name with blanks", "userName", draft => draft["userName"] = "li si"),
        new("a name that is taken", "userName", draft => draft["userName"] = "keeper-1"),
        new("a name that is taken in the neighbouring county", "userName", draft => draft["userName"] = "admin-2"),
        new("no name", "name", draft => draft["name"] = ""),
        new("a phone that is none", "phone", draft => draft["phone"] = "12345"),
        new("a phone of another account", "phone", draft => draft["phone"] = "KEEPER"),
        new("no role", "roles", draft => draft["roles"] = new JsonArray()),
        new("a keeper without a station", "stations", draft => draft["stations"] = null),
        new("a station that nobody has", "stations", draft => draft["stations"] = new JsonArray("nowhere")),
        new("an agency without the role", "agency", draft => draft["agency"] = _agency),
        new("a deputy without the role", "deputy", draft => draft["deputy"] = "somebody"),
        new("a supervisor without a level", "supervisorLevel", draft => draft["roles"] = new JsonArray("stationKeeper", "supervisor")),
        new("a level that is none", "supervisorLevel", draft => (draft["roles"], draft["supervisorLevel"]) = (new JsonArray("stationKeeper", "supervisor"), 4)),
        new("a keeper of a town", "roles", draft => draft["town"] = "371311001000"),
        new("a town elsewhere", "town", draft => (draft["roles"], draft["stations"], draft["town"]) = (new JsonArray("committeeOffice"), null, "371302001000")),
        new("no town at all", "town", draft => (draft["roles"], draft["stations"], draft["town"]) = (new JsonArray("committeeOffice"), null, "somewhere")),
    ];

    [Fact]
    public async Task Every_rule_of_the_import_holds_over_the_api_and_on_the_page()
    {
        var faults = new List<string>();
        var keeperPhone = (string)(await GetAsync("keeper-1"))["phone"]!;
        foreach (var row in Rules())
        {
            var draft = Draft("zk-rules");
            row.Change(draft);
            if ((string?)draft["phone"] == "KEEPER")
                draft["phone"] = keeperPhone;
            var api = await _admin.PostAsync(Staff, draft);
            if (api.Status != HttpStatusCode.UnprocessableEntity || api.Body?["errors"]?[row.Field] is null)
                faults.Add($"{row.What}: the API said {(int)api.Status} {api.Body}");

            var page = await PostAsync("/admin/staff/new", "/admin/staff/new", Fields(draft));
            if (page.Status != HttpStatusCode.UnprocessableEntity || !page.Html.Contains($"<a href=\"#{row.Field}\">", StringComparison.Ordinal))
                faults.Add($"{row.What}: the page said {(int)page.Status}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Null(await ScalarAsync("select id from users where user_name = 'zk-rules'"));
    }

    [Fact]
    public async Task An_account_is_made_with_a_first_password_that_is_told_once_and_kept_nowhere()
    {
        var made = (await _admin.PostAsync(Staff, Draft("zk-new", firstPassword: true), key: "one")).Expect(HttpStatusCode.Created);
        var password = (string)made["firstPassword"]!;
        Assert.Equal("no-store", made.Headers.CacheControl!.ToString());
        var again = (await _admin.PostAsync(Staff, Draft("zk-new", firstPassword: true), key: "one")).Expect(HttpStatusCode.Created);
        Assert.Equal((string)made["id"]!, (string)again["id"]!);
        Assert.Null(again.Body!["firstPassword"]);
        foreach (var table in (string[])["idempotency_keys where answer", "account_changes where reason"])
            Assert.Null(await ScalarAsync($"select 'kept' from {table} like @value", $"%{password}%"));

        using var nobody = _server.Anonymous();
        var entered = (await nobody.PostAsync("/api/v1/auth/password", new { userName = "zk-new", password })).Expect(HttpStatusCode.OK);
        Assert.True((bool)entered["mustChangePassword"]!);
        Assert.Contains("姓名：新*员", await ScalarAsync("select reason from account_changes where kind = 'created'"), StringComparison.Ordinal);
        Assert.Contains("手机号：138****", await ScalarAsync("select reason from account_changes where kind = 'created'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_a_phone_and_no_password_comes_by_text_message()
    {
        (await _admin.PostAsync(Staff, Draft("zk-phone"))).Expect(HttpStatusCode.Created);
        using var keeper = await new TextPhone(_server, "13800138099").SignInAsync();
        var me = (await keeper.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        Assert.Equal("stationKeeper", (string)me["roles"][0]!);
        Assert.NotNull((await GetAsync("zk-phone"))["lastSignInAt"]);
    }

    [Fact]
    public async Task A_change_needs_the_version_counts_at_once_and_says_from_what_to_what()
    {
        var id = (string)(await _admin.PostAsync(Staff, Draft("zk-change", firstPassword: true))).Expect(HttpStatusCode.Created)["id"]!;
        using var keeper = await new TextPhone(_server, "13800138099").SignInAsync();
        (await keeper.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        var draft = Draft("zk-change");
        (draft["name"], draft["roles"], draft["supervisorLevel"]) = ("张小三", new JsonArray("stationKeeper", "supervisor"), 2);
        (await PutAsync(id, draft, null)).Expect(HttpStatusCode.PreconditionRequired, "version_required");
        (await PutAsync(id, draft, 99)).Expect(HttpStatusCode.PreconditionFailed, "version_stale");
        var changed = (await PutAsync(id, draft, 1)).Expect(HttpStatusCode.OK);
        Assert.Equal("\"2\"", changed.Headers.ETag!.Tag);
        (await PutAsync(id, draft, 1)).Expect(HttpStatusCode.PreconditionFailed, "version_stale");
        Assert.Equal(2, (await keeper.GetAsync("/api/v1/me"))["roles"].AsArray().Count);
        Assert.Equal("姓名：新*员 → 张*三；角色：站长/联络员 → 站长/联络员、督办；督办级别：（无） → 2", await ScalarAsync("select reason from account_changes where kind = 'changed'"));

        // Nothing else is said: nothing changes, and there is nothing to take down.
        Assert.Equal(2, (int)(await PutAsync(id, draft, 2)).Expect(HttpStatusCode.OK)["version"]!);
        Assert.Equal("1", await ScalarAsync("select cast(count(*) as char(9)) from account_changes where kind = 'changed'"));
    }

    [Fact]
    public async Task A_closed_account_is_opened_again_without_password_and_WeChat()
    {
        var keeper = await GetAsync("keeper-1");
        var id = (string)keeper["id"]!;
        (await _admin.PostAsync($"{Staff}/{id}/reopen")).Expect(HttpStatusCode.Conflict, "account_open");
        (await _admin.PostAsync($"{Staff}/{id}/leave")).Expect(HttpStatusCode.OK);
        (await _admin.PostAsync($"{Staff}/{id}/password")).Expect(HttpStatusCode.Conflict, "account_closed");
        (await PutAsync(id, Draft("keeper-1"), (int)keeper["version"]! + 1)).Expect(HttpStatusCode.Conflict, "account_closed");
        var back = (await _admin.PostAsync($"{Staff}/{id}/reopen")).Expect(HttpStatusCode.OK);
        Assert.True((bool)back["active"]!);
        Assert.False((bool)back["hasPassword"]!);
        Assert.False((bool)back["hasWeChat"]!);
        Assert.Equal(_station, (string)back["stations"][0]!["id"]!);
        Assert.Equal("closed,reopened", await ScalarAsync("select min(kind) from account_changes where kind = 'closed'") + "," + await ScalarAsync("select min(kind) from account_changes where kind = 'reopened'"));
    }

    [Fact]
    public async Task A_forgotten_password_is_made_anew_and_all_sessions_end()
    {
        var id = (string)(await GetAsync("keeper-1"))["id"]!;
        using var open = await _server.AsAsync("keeper-1");
        using var nobody = _server.Anonymous();
        for (var i = 0; i < 5; i++)
            (await nobody.PostAsync("/api/v1/auth/password", new { userName = "keeper-1", password = "wrong" })).Expect(HttpStatusCode.Unauthorized);
        var first = (await _admin.PostAsync($"{Staff}/{id}/password", key: "twice")).Expect(HttpStatusCode.OK);
        var second = (await _admin.PostAsync($"{Staff}/{id}/password", key: "twice")).Expect(HttpStatusCode.OK);
        Assert.NotEqual((string)first["password"]!, (string)second["password"]!);
        Assert.Equal("no-store", first.Headers.CacheControl!.ToString());
        (await open.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        (await nobody.PostAsync("/api/v1/auth/password", new { userName = "keeper-1", password = (string)first["password"]! })).Expect(HttpStatusCode.Unauthorized);
        Assert.True((bool)(await nobody.PostAsync("/api/v1/auth/password", new { userName = "keeper-1", password = (string)second["password"]! })).Expect(HttpStatusCode.OK)["mustChangePassword"]!);

        using var sent = await _pages.PostAsync($"/admin/staff/{id}", $"/admin/staff/{id}/password", ("confirmed", "true"));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var html = await (await _pages.GetAsync(sent.Headers.Location!.OriginalString)).Content.ReadAsStringAsync(Ct);
        Assert.Matches("<code id=\"first-password\">[a-z2-9]{16}</code>", html);
        Assert.DoesNotContain("first-password", await (await _pages.GetAsync($"/admin/staff/{id}")).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        var admin = await GetAsync("admin-1");
        var id = (string)admin["id"]!;
        var draft = Draft("admin-1");
        (draft["name"], draft["phone"], draft["roles"], draft["stations"]) = ((string)admin["name"]!, null, new JsonArray("auditor"), null);
        (await PutAsync(id, draft, (int)admin["version"]!)).Expect(HttpStatusCode.Conflict, "last_administrator");
        (await _admin.PostAsync($"{Staff}/{id}/leave")).Expect(HttpStatusCode.Conflict, "own_account");

        var second = Draft("zk-second");
        (second["roles"], second["stations"]) = (new JsonArray("administrator"), null);
        (await _admin.PostAsync(Staff, second)).Expect(HttpStatusCode.Created);
        (await PutAsync(id, draft, (int)admin["version"]!)).Expect(HttpStatusCode.OK);
        (await _admin.GetAsync(Staff)).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Of_many_who_make_one_name_at_once_one_does()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i =>
        {
            var draft = Draft("zk-race");
            draft["phone"] = null;
            return _admin.PostAsync(Staff, draft);
        }));
        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer =>
            Assert.NotNull(answer.Expect(HttpStatusCode.UnprocessableEntity)["errors"]["userName"]));
    }

    [Fact]
    public async Task Of_two_administrators_who_close_each_other_at_once_one_stays()
    {
        var second = Draft("zk-other", firstPassword: true);
        (second["roles"], second["stations"]) = (new JsonArray("administrator"), null);
        var made = (await _admin.PostAsync(Staff, second)).Expect(HttpStatusCode.Created);
        await WriteAsync("update users set password_must_change = 0 where user_name = 'zk-other'");
        using var nobody = _server.Anonymous();
        var entered = await nobody.PostAsync("/api/v1/auth/password", new { userName = "zk-other", password = (string)made["firstPassword"]! });
        using var other = new ApiClient(_server.Address, (string)entered["accessToken"]!);
        var own = (string)(await GetAsync("admin-1"))["id"]!;
        await Task.WhenAll(_admin.PostAsync($"{Staff}/{(string)made["id"]!}/leave"), other.PostAsync($"{Staff}/{own}/leave"));
        Assert.Equal("1", await ScalarAsync("select cast(count(*) as char(9)) from user_roles r join users u on u.id = r.user_id where r.role = 'Administrator' and r.jurisdiction = '371311' and u.active = 1"));
    }

    [Theory]
    [InlineData("q=KEEPER-1", "keeper-1")]
    [InlineData("role=auditor", "auditor-1")]
    [InlineData("role=committeeOffice&town=371311001", null)]
    [InlineData("active=false", "zk-gone")]
    [InlineData("q=新人&limit=1", "zk-gone")]
    [InlineData("q=13800138099", "zk-named")]
    [InlineData("q=1380013809", "")]
    [InlineData("q=nobody-at-all", "")]
    public async Task The_list_is_searched_and_filtered(string query, string? found)
    {
        var gone = Draft("zk-gone");
        gone["phone"] = "13800138098";
        (gone["name"], gone["stations"]) = ("新人甲", new JsonArray(_station));
        var id = (string)(await _admin.PostAsync(Staff, gone)).Expect(HttpStatusCode.Created)["id"]!;
        (await _admin.PostAsync($"{Staff}/{id}/leave")).Expect(HttpStatusCode.OK);
        var named = Draft("zk-named");
        named["name"] = "新人乙";
        (await _admin.PostAsync(Staff, named)).Expect(HttpStatusCode.Created);

        var list = (await _admin.GetAsync($"{Staff}?{query}")).Expect(HttpStatusCode.OK);
        var names = list["items"].AsArray().Select(item => (string)item!["userName"]!).ToList();
        if (found is not null)
            Assert.Equal(found.Length == 0 ? [] : [found], names);
        using var page = await _pages.GetAsync($"/admin/staff?active=all&{query.Replace("active=false", "", StringComparison.Ordinal)}");
        var html = await page.Content.ReadAsStringAsync(Ct);
        Assert.All(names, name => Assert.Contains($">{name}</td>", html, StringComparison.Ordinal));
        if (query.Contains("limit=1", StringComparison.Ordinal))
            Assert.Equal("zk-named", (string)(await _admin.GetAsync($"{Staff}?{query}&after={(string)list["next"]!}"))["items"][0]!["userName"]!);
    }

    [Fact]
    public async Task All_pages_of_the_list_together_are_the_jurisdictions_staff_and_nobody_of_another()
    {
        var (names, after) = (new List<string>(), "");
        do
        {
            var list = (await _admin.GetAsync($"{Staff}?limit=7&after={after}")).Expect(HttpStatusCode.OK);
            names.AddRange(list["items"].AsArray().Select(item => (string)item!["userName"]!));
            after = (string?)list.Body!["next"];
        }
        while (after is not null);
        Assert.Equal(names.Distinct(), names);
        Assert.Contains("keeper-1", names);
        Assert.DoesNotContain("committee-2", names);
        Assert.DoesNotContain("resident-1", names);
        var neighbour = (await ScalarAsync("select id from users where user_name = 'committee-2'"))!;
        (await _admin.GetAsync($"{Staff}/{neighbour}")).Expect(HttpStatusCode.NotFound, "not_found");
        (await _admin.PostAsync($"{Staff}/{neighbour}/password")).Expect(HttpStatusCode.NotFound, "not_found");
    }

    private JsonObject Draft(string userName, bool firstPassword = false) => new()
    {
        ["userName"] = userName,
        ["name"] = "新来员",
        ["phone"] = "13800138099",
        ["roles"] = new JsonArray("stationKeeper"),
        ["stations"] = new JsonArray(_station),
        ["firstPassword"] = firstPassword,
    };

    private static (string, string)[] Fields(JsonObject draft) =>
    [
        .. draft.Where(field => field.Value is JsonValue).Select(field => (field.Key, field.Value!.ToString())),
        .. (draft["stations"]?.AsArray() ?? []).Select(station => ("stations", (string)station!)),
        .. draft["roles"]!.AsArray().Select(role => ("roles", char.ToUpperInvariant(((string)role!)[0]) + ((string)role!)[1..])),
    ];

    private async Task<(HttpStatusCode Status, string Html)> PostAsync(string formPage, string action, params (string, string)[] fields)
    {
        using var answer = await _pages.PostAsync(formPage, action, fields);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    private async Task<JsonNode> GetAsync(string userName)
    {
        var id = await ScalarAsync("select id from users where user_name = @value", userName);
        return (await _admin.GetAsync($"{Staff}/{id}")).Expect(HttpStatusCode.OK).Body!;
    }

    private Task<ApiAnswer> PutAsync(string id, JsonObject draft, int? version)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"{Staff}/{id}") { Content = JsonContent.Create(JsonSerializer.SerializeToElement(draft)) };
        if (version is { } seen)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{seen}\"");
        return _admin.SendAsync(request);
    }

    private Task<string?> ScalarAsync(string sql, string? value = null) =>
        Database.ReadAsync(connection => Dapper.SqlMapper.QueryFirstOrDefaultAsync<string>(connection, sql, new { value }), Ct);

    private Task WriteAsync(string sql) => Database.WriteAsync(scope => scope.ExecuteAsync(sql), Ct);
}
