using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Receptions;

/// <summary>Residents book, wait, move up, are reminded; the keeper sees who comes. It is Friday, 15 May 2026; Sunday, 17 May is received as well.</summary>
public sealed class BookingTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ApiClient _admin = null!;
    private readonly Dictionary<string, ApiClient> _people = new(StringComparer.Ordinal);
    private string _rule = "";
    private JsonObject _body = [];

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartWithoutPastAsync();
        _admin = await AsAsync("admin-1");
        // keeper-1's.
        var id = (string)(await _admin.GetAsync($"/api/v1/station-codes/{await _admin.FirstStationCodeAsync()}")).Expect(HttpStatusCode.OK)["station"]!["id"]!;
        await _server.ExecuteAsync("update reception_rules set active = 0, plan_at = 0 where station_id = @id", new { id });
        await _server.ExecuteAsync("delete from reception_days where station_id = @id", new { id });
        await _admin.AdvanceAsync("PT1M");
        _body = new JsonObject
        {
            ["station"] = id,
            ["recurrence"] = "每天",
            ["startsOn"] = "2026-05-01",
            ["times"] = new JsonArray("09:00-10:00", "10:00-11:00"),
            ["capacity"] = 1,
            ["dayOff"] = "kept",
        };
        _rule = (string)(await _admin.PostAsync("/api/v1/admin/reception-rules", _body)).Expect(HttpStatusCode.Created)["id"]!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _people.Values)
            client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Who_comes_too_late_waits_moves_up_hears_of_it_and_is_reminded_on_a_day_off()
    {
        var slot = Slot("20260518", 0);
        var first = (await BookAsync("resident-1", slot, "路灯")).Expect(HttpStatusCode.Created);
        Assert.Equal(("booked", null), ((string)first["status"]!, (int?)first.Body!["place"]));
        Assert.Equal(("waiting", 1), (await BookAsync("resident-2", slot)).Expect(HttpStatusCode.Created) is var second ? ((string)second["status"]!, (int)second["place"]!) : default);
        Assert.Equal(2, (int)(await BookAsync("resident-3", slot)).Expect(HttpStatusCode.Created)["place"]!);
        (await BookAsync("resident-1", slot)).Expect(HttpStatusCode.Conflict, "booked_that_day");
        (await BookAsync("resident-1", Slot("20260518", 1))).Expect(HttpStatusCode.Conflict, "booked_that_day");
        Assert.Equal(0, (int)(await ReceptionAsync(slot))["free"]!);

        (await CancelAsync("resident-1", slot)).Expect(HttpStatusCode.NoContent);
        (await CancelAsync("resident-1", slot)).Expect(HttpStatusCode.NotFound);
        Assert.Equal("booked", (string)(await MineAsync("resident-2"))["status"]!);
        Assert.Equal(1, (int)(await MineAsync("resident-3"))["place"]!);
        Assert.Contains("候补成功", await TextsAsync("resident-2"), StringComparison.Ordinal);

        // Monday's reminder comes on Sunday, into the inbox and to the phone.
        await _admin.MoveClockAsync(new DateTimeOffset(2026, 5, 17, 9, 0, 30, TimeSpan.FromHours(8)));
        SignInAgain();
        Assert.Contains("明天5月18日09:00接待", await TextsAsync("resident-2"), StringComparison.Ordinal);
        Assert.DoesNotContain("明天", await TextsAsync("resident-3"), StringComparison.Ordinal);
        var sent = (await _admin.GetAsync("/sandbox/messages?persona=resident-2")).Expect(HttpStatusCode.OK);
        Assert.Contains("明天5月18日", Regex.Unescape(sent.Body!.ToJsonString()), StringComparison.Ordinal);
        Assert.Equal(1, await _server.CountAsync("select count(*) from alerts where dedupe_key like 'booking/%/reminder/%'"));
        await _admin.AdvanceAsync("PT24H");
        SignInAgain();
        (await CancelAsync("resident-2", slot)).Expect(HttpStatusCode.Conflict, "reception_over");
        (await BookAsync("resident-1", slot)).Expect(HttpStatusCode.Conflict, "reception_over");
    }

    [Theory]
    [InlineData(null, "booked", 1)]
    [InlineData("PT72H", "waiting", 0)]
    public async Task Whoever_gives_the_account_up_leaves_the_place_to_who_waits_unless_the_day_is_over(string? later, string status, int told)
    {
        var slot = Slot("20260517", 0);
        (await BookAsync("resident-1", slot, "路灯")).Expect(HttpStatusCode.Created);
        (await BookAsync("resident-2", slot)).Expect(HttpStatusCode.Created);
        (await BookAsync("resident-3", slot)).Expect(HttpStatusCode.Created);
        if (later is not null)
            await _admin.AdvanceAsync(later);
        SignInAgain();

        // One who has a place, and one who waits for it.
        (await (await AsAsync("resident-1")).PostAsync("/api/v1/me/delete", new { confirm = "注销账号" })).Expect(HttpStatusCode.NoContent);
        (await (await AsAsync("resident-3")).PostAsync("/api/v1/me/delete", new { confirm = "注销账号" })).Expect(HttpStatusCode.NoContent);

        Assert.Equal(status, (string)(await MineAsync("resident-2"))["status"]!);
        Assert.Equal(told, await _server.CountAsync("select count(*) from alerts where kind = 'reception' and dedupe_key like '%movedUp%'"));
        Assert.Equal(told, await _server.CountAsync("select booked from receptions where id = @slot", new { slot }));
        Assert.Equal(2, await _server.CountAsync("select count(*) from reception_bookings where status = 'Cancelled' and user_id is null and contact_encrypted is null"));
    }

    [Fact]
    public async Task Of_many_who_ask_for_the_last_place_at_once_exactly_one_gets_it()
    {
        var slot = Slot("20260520", 0);
        string[] people = ["resident-1", "resident-2", "resident-3", "resident-4"];
        foreach (var person in people)
            await AsAsync(person);
        for (var round = 0; round < 3; round++)
        {
            var answers = await Task.WhenAll(people.Select(person => BookAsync(person, slot)));
            Assert.Single(answers, answer => (string)answer.Expect(HttpStatusCode.Created)["status"]! == "booked");
            Assert.Equal(1, await _server.CountAsync("select booked from receptions where id = @slot", new { slot }));
            var cancelled = await Task.WhenAll(people.Select(person => CancelAsync(person, slot)));
            Assert.All(cancelled, answer => answer.Expect(HttpStatusCode.NoContent));
            Assert.Equal(0, await _server.CountAsync("select booked from receptions where id = @slot", new { slot }));
        }

        // Twice in one breath is once.
        var twice = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => BookAsync("resident-1", slot)));
        Assert.Single(twice, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(1, await _server.CountAsync("select booked from receptions where id = @slot", new { slot }));
    }

    [Fact]
    public async Task A_day_that_moves_or_is_cancelled_and_a_rule_that_ends_are_told_to_who_has_booked()
    {
        await BookAsync("resident-1", Slot("20260521", 0));
        await BookAsync("resident-2", Slot("20260522", 0));
        await BookAsync("resident-3", Slot("20260523", 0));
        var changed = (JsonObject)_body.DeepClone();
        changed["exceptions"] = new JsonArray("2026-05-21 取消 防汛", "2026-05-22 改到 2026-05-24");
        (await PutAsync(changed, 1)).Expect(HttpStatusCode.OK);
        Assert.Contains("接待取消", await TextsAsync("resident-1"), StringComparison.Ordinal);
        Assert.Contains("防汛", await TextsAsync("resident-1"), StringComparison.Ordinal);
        Assert.Contains("改到5月24日09:00", await TextsAsync("resident-2"), StringComparison.Ordinal);
        Assert.Equal("2026-05-24", (string)(await MineAsync("resident-2"))["date"]!);
        Assert.Equal("cancelled", (string)(await MineAsync("resident-1"))["status"]!);
        (await BookAsync("resident-3", Slot("20260521", 0))).Expect(HttpStatusCode.Conflict, "reception_cancelled");
        (await BookAsync("resident-2", Slot("20260524", 1))).Expect(HttpStatusCode.Conflict, "booked_that_day");

        // One more place for those who wait.
        Assert.Equal("waiting", (string)(await BookAsync("resident-1", Slot("20260523", 0)))["status"]!);
        changed["capacity"] = 2;
        (await PutAsync(changed, 2)).Expect(HttpStatusCode.OK);
        Assert.Equal("booked", (string)(await MineAsync("resident-1"))["status"]!);

        (await _admin.SendAsync(Request(HttpMethod.Post, $"/api/v1/admin/reception-rules/{_rule}/close", null, 3))).Expect(HttpStatusCode.OK);
        Assert.Contains("接待安排已调整", await TextsAsync("resident-3"), StringComparison.Ordinal);
        Assert.Equal(0, await _server.CountAsync("select count(*) from reception_bookings where status in ('Booked', 'Waiting')"));
    }

    [Fact]
    public async Task The_keeper_checks_in_notes_and_makes_a_case_of_the_talk_which_the_resident_follows()
    {
        var slot = Slot("20260515", 1);
        await BookAsync("resident-1", slot, "路灯不亮");
        var keeper = await AsAsync("keeper-1");
        var desk = (await keeper.GetAsync("/api/v1/reception-desk")).Expect(HttpStatusCode.OK);
        var visitor = desk["slots"].AsArray().Single(one => (string)one!["reception"]!["id"]! == slot)!["visitors"]![0]!;
        Assert.Equal(("路灯不亮", "张三", "13912345678"), ((string)visitor["subject"]!, (string)visitor["name"]!, (string)visitor["phone"]!));
        var path = $"/api/v1/reception-desk/visitors/{visitor["id"]}";
        Assert.Equal("arrived", (string)(await keeper.PostAsync($"{path}/arrival")).Expect(HttpStatusCode.OK)["status"]!);
        (await keeper.SendAsync(Request(HttpMethod.Put, $"{path}/note", new JsonObject { ["note"] = "已记录" }))).Expect(HttpStatusCode.OK);

        var submitted = (await keeper.SubmitAsync(new { onBehalfOf = new { name = "张三", phone = "13912345678" }, visitorId = (string)visitor["id"]! })).Expect(HttpStatusCode.Created);
        (await keeper.SubmitAsync(new { onBehalfOf = new { name = "张三" }, visitorId = (string)visitor["id"]! })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        var resident = await AsAsync("resident-1");
        (await resident.CaseAsync((string)submitted["id"]!)).Expect(HttpStatusCode.OK);
        Assert.Equal((string)submitted["id"]!, (string)(await MineAsync("resident-1"))["caseId"]!);

        var walkIn = (await keeper.PostAsync($"/api/v1/reception-desk/receptions/{slot}/visitors", new { name = "李老汉", phone = "13800001111", subject = "水渠" })).Expect(HttpStatusCode.Created);
        Assert.True((bool)walkIn["atDesk"]!);
        (await keeper.PostAsync($"/api/v1/reception-desk/receptions/{slot}/visitors", new { name = "" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await keeper.PostAsync("/api/v1/reception-desk/receptions/nowhere/visitors", new { name = "李" })).Expect(HttpStatusCode.NotFound);

        // After some months nobody knows any more who came.
        Assert.Equal(2, await _server.CountAsync("select count(*) from reception_bookings where contact_encrypted is not null"));
        await _admin.AdvanceAsync("P91D");
        Assert.Equal(0, await _server.CountAsync("select count(*) from reception_bookings where contact_encrypted is not null"));
    }

    private string Slot(string day, int place) => $"{_rule}-{day}-{place}";

    /// <summary>After hours, since tokens end.</summary>
    private void SignInAgain()
    {
        foreach (var persona in _people.Keys.Where(persona => persona != "admin-1").ToList())
        {
            _people[persona].Dispose();
            _people.Remove(persona);
        }
    }

    private async Task<ApiClient> AsAsync(string persona)
    {
        if (!_people.TryGetValue(persona, out var client))
            _people[persona] = client = await _server.AsAsync(persona);
        return client;
    }

    private async Task<ApiAnswer> BookAsync(string persona, string slot, string? subject = null) =>
        await (await AsAsync(persona)).PostAsync($"/api/v1/receptions/{slot}/booking", new { name = "张三", phone = "13912345678", subject });

    private async Task<ApiAnswer> CancelAsync(string persona, string slot) =>
        await (await AsAsync(persona)).SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/receptions/{slot}/booking"));

    private async Task<JsonNode> MineAsync(string persona) => (await (await AsAsync(persona)).GetAsync("/api/v1/bookings")).Expect(HttpStatusCode.OK)["items"][0]!;

    private async Task<JsonNode> ReceptionAsync(string id) => (await _admin.GetAsync($"/api/v1/receptions?station={_body["station"]}&limit=200")).Expect(HttpStatusCode.OK)["items"].AsArray()
        .Single(one => (string)one!["id"]! == id)!;

    private async Task<string> TextsAsync(string persona) =>
        string.Join('\n', (await (await AsAsync(persona)).GetAsync("/api/v1/alerts")).Expect(HttpStatusCode.OK)["items"].AsArray().Where(alert => (string)alert!["kind"]! == "reception").Select(alert => (string)alert!["text"]!));

    private Task<ApiAnswer> PutAsync(JsonObject body, int version) => _admin.SendAsync(Request(HttpMethod.Put, $"/api/v1/admin/reception-rules/{_rule}", body, version));

    private static HttpRequestMessage Request(HttpMethod method, string path, JsonObject? body, int? version = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body ?? []) };
        if (version is not null)
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return request;
    }
}
