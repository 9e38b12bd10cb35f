using System.Net;
using System.Text;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>What is wrong gets its documented error, in Chinese, and leaves nothing behind.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ApiClient _resident = null!;
    private long _rowsBefore;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _resident = await _server.AsAsync("resident-1");
        _rowsBefore = await RowsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _resident.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(2001)]
    public async Task A_text_of_the_wrong_length_is_refused_by_field(int length)
    {
        var answer = (await _resident.SubmitAsync(new { text = new string('灯', length) })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.Contains("10 到 2000", (string)answer["errors"]["text"]![0]!, StringComparison.Ordinal);
        await AssertNothingWrittenAsync();
    }

    [Theory]
    [InlineData("𠮷野家门口的路灯坏了请修理")]
    [InlineData("👨‍👩‍👧‍👦💡路灯坏了请尽快修理谢谢")]
    [InlineData("<script>alert(1)</script>路灯坏了请修理")]
    [InlineData("'; drop table cases; -- 路灯坏了请修理")]
    [InlineData("{{7*7}} ${7*7} %00 路灯坏了 \\ \" ' &amp; <b>")]
    public async Task Rare_characters_markup_and_sql_are_kept_as_they_are(string text)
    {
        var receipt = (await _resident.SubmitAsync(new { text, place = new { address = text } })).Expect(HttpStatusCode.Created);
        var found = await _resident.CaseAsync((string)receipt["id"]!);
        Assert.Equal(text, (string)found["text"]!);
        Assert.Equal(text, (string)found["place"]["address"]!);
    }

    [Fact]
    public async Task Exactly_ten_and_two_thousand_characters_are_taken_whatever_they_are_made_of()
    {
        (await _resident.SubmitAsync(new { text = string.Concat(Enumerable.Repeat("𠮷", 10)) })).Expect(HttpStatusCode.Created);
        (await _resident.SubmitAsync(new { text = string.Concat(Enumerable.Repeat("💡", 2000)) })).Expect(HttpStatusCode.Created);
        (await _resident.SubmitAsync(new { text = string.Concat(Enumerable.Repeat("💡", 2001)) })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    [Fact]
    public async Task Control_characters_and_blank_text_are_refused()
    {
        (await _resident.SubmitAsync(new { text = "路灯坏了\u0000请尽快修理谢谢" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await _resident.SubmitAsync(new { text = "             \n\n           " })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await _resident.SubmitAsync(new { text = (string?)null })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        await AssertNothingWrittenAsync();
    }

    [Theory]
    [InlineData("stationCode", "00000000000", HttpStatusCode.NotFound, "station_code_unknown")]
    [InlineData("stationCode", "not a code", HttpStatusCode.NotFound, "station_code_unknown")]
    [InlineData("categoryId", "no-such", HttpStatusCode.UnprocessableEntity, "invalid")]
    public async Task Unknown_codes_and_categories_are_refused(string field, string value, HttpStatusCode status, string code)
    {
        (await _resident.SubmitAsync(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = value })).Expect(status, code);
        await AssertNothingWrittenAsync();
    }

    [Fact]
    public async Task Foreign_and_used_photos_and_too_many_are_refused()
    {
        var photo = Photos.Jpeg();
        var mine = (string)(await _resident.UploadAsync(photo)).Expect(HttpStatusCode.Created)["id"]!;
        using var other = await _server.AsAsync("resident-2");
        (await other.SubmitAsync(new { attachmentIds = new[] { mine } })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await _resident.SubmitAsync(new { attachmentIds = new[] { mine, mine } })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await _resident.SubmitAsync(new { attachmentIds = Enumerable.Range(0, 10).Select(i => $"{i:D32}") })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        await AssertNothingWrittenAsync();
        (await _resident.SubmitAsync(new { attachmentIds = new[] { mine } })).Expect(HttpStatusCode.Created);
        (await _resident.SubmitAsync(new { attachmentIds = new[] { mine } })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    [Fact]
    public async Task Uploads_are_judged_by_their_bytes_and_size()
    {
        (await _resident.UploadAsync(Encoding.UTF8.GetBytes("<svg onload=alert(1)>"), "photo.jpg")).Expect(HttpStatusCode.UnsupportedMediaType, "not_a_photo");
        (await _resident.UploadAsync([], "photo.jpg")).Expect(HttpStatusCode.UnsupportedMediaType, "not_a_photo");
        (await _resident.UploadAsync(Photos.Jpeg()[..100])).Expect(HttpStatusCode.UnsupportedMediaType, "not_a_photo");
        (await _resident.UploadAsync(new byte[(10 * 1024 * 1024) + 1])).Expect(HttpStatusCode.RequestEntityTooLarge, "too_large");
        (await _resident.PostAsync("/api/v1/attachments", new { })).Expect(HttpStatusCode.UnsupportedMediaType);
        var stored = (await _resident.UploadAsync(Photos.Jpeg(), "not-a-photo.exe")).Expect(HttpStatusCode.Created);
        Assert.Equal("image/jpeg", (string)stored["contentType"]!);
    }

    [Fact]
    public async Task Missing_wrong_and_foreign_tokens_are_401_and_the_wrong_role_is_403()
    {
        using var nobody = _server.Anonymous();
        (await nobody.SubmitAsync()).Expect(HttpStatusCode.Unauthorized, "unauthenticated");
        using var liar = new ApiClient(_server.Address, "CfDJ8-made-up");
        (await liar.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized, "unauthenticated");
        await using var elsewhere = await TestServer.StartAsync();
        using var stranger = new ApiClient(_server.Address, (await elsewhere.AsAsync("resident-1")).Token);
        (await stranger.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized, "unauthenticated");
        using var office = await _server.AsAsync("government-1");
        (await office.SubmitAsync()).Expect(HttpStatusCode.Forbidden, "forbidden");
        await AssertNothingWrittenAsync();
    }

    [Fact]
    public async Task An_expired_or_signed_out_token_is_401()
    {
        using var other = await _server.AsAsync("resident-2");
        (await other.PostAsync("/api/v1/auth/logout")).Expect(HttpStatusCode.NoContent);
        (await other.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized, "unauthenticated");
        await _resident.AdvanceAsync("P1D");
        (await _resident.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task The_same_key_gives_the_first_answer_and_another_body_is_refused()
    {
        var first = (await _resident.SubmitAsync(key: "key-1")).Expect(HttpStatusCode.Created);
        var again = (await _resident.SubmitAsync(key: "key-1")).Expect(HttpStatusCode.Created);
        Assert.Equal(first.Body!.ToJsonString(), again.Body!.ToJsonString());
        (await _resident.SubmitAsync(new { title = "另一份" }, key: "key-1")).Expect(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        // Another person's key of the same text is another key.
        using var other = await _server.AsAsync("resident-2");
        var others = (await other.SubmitAsync(key: "key-1")).Expect(HttpStatusCode.Created);
        Assert.NotEqual((string)first["id"]!, (string)others["id"]!);
        Assert.Equal(_rowsBefore + 2, await RowsAsync());
    }

    [Fact]
    public async Task The_same_key_sent_by_twenty_at_once_writes_one_case()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _resident.SubmitAsync(key: "rush")));
        Assert.Single(answers.Select(answer => (string)answer.Expect(HttpStatusCode.Created)["id"]!).Distinct());
        Assert.Equal(_rowsBefore + 1, await RowsAsync());
    }

    [Fact]
    public async Task A_repeated_move_with_its_key_gets_the_first_answer_and_moves_nothing()
    {
        using var chain = new CaseChain(_server);
        await chain.SubmitAsync();
        var deputy = await chain.AsAsync(chain.Deputy);
        var first = (await deputy.PostAsync($"/api/v1/cases/{chain.CaseId}/answer", new { text = "好的" }, "move-1", 1)).Expect(HttpStatusCode.OK);
        var again = (await deputy.PostAsync($"/api/v1/cases/{chain.CaseId}/answer", new { text = "好的" }, "move-1", 1)).Expect(HttpStatusCode.OK);
        Assert.Equal(first.Body!.ToJsonString(), again.Body!.ToJsonString());
        (await deputy.PostAsync($"/api/v1/cases/{chain.CaseId}/answer", new { text = "不同的答复" }, "move-1", 2)).Expect(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        Assert.Equal(2, (int)(await deputy.CaseAsync(chain.CaseId))["version"]!);
    }

    [Fact]
    public async Task The_same_move_sent_by_eight_at_once_with_one_key_gets_one_answer()
    {
        using var chain = new CaseChain(_server);
        await chain.SubmitAsync();
        var deputy = await chain.AsAsync(chain.Deputy);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            deputy.PostAsync($"/api/v1/cases/{chain.CaseId}/answer", new { text = "好的" }, "move-at-once", 1)));
        Assert.Single(answers.Select(answer => answer.Expect(HttpStatusCode.OK).Body!.ToJsonString()).Distinct(StringComparer.Ordinal));
        Assert.Equal(2, (int)(await deputy.CaseAsync(chain.CaseId))["version"]!);
    }

    [Fact]
    public async Task A_keeper_writes_for_a_visitor_and_says_for_whom()
    {
        using var keeper = await _server.AsAsync("keeper-1");
        (await keeper.SubmitAsync(new { contact = (object?)null })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        var receipt = (await keeper.SubmitAsync(new { contact = (object?)null, onBehalfOf = new { name = "李四", phone = "13912345679" } })).Expect(HttpStatusCode.Created);
        var events = (await keeper.GetAsync($"/api/v1/cases/{(string)receipt["id"]!}/events")).Expect(HttpStatusCode.OK);
        Assert.Equal("stationKeeper", (string)events["items"][0]!["actor"]!["role"]!);
        Assert.Equal("李四", (string)(await (await _server.AsAsync("committee-1")).CaseAsync((string)receipt["id"]!))["contact"]["name"]!);
    }

    [Fact]
    public async Task A_category_that_belongs_elsewhere_says_so()
    {
        var station = await _resident.GetAsync($"/api/v1/station-codes/{await _resident.FirstStationCodeAsync()}");
        var stopped = station["categories"].AsArray().First(category => category!["stopper"] is not null)!;
        (await _resident.SubmitAsync(new { categoryId = (string)stopped["id"]! })).Expect(HttpStatusCode.UnprocessableEntity, "category_stopped");
        await AssertNothingWrittenAsync();
    }

    [Fact]
    public async Task A_move_needs_the_version_it_has_seen()
    {
        using var chain = new CaseChain(_server);
        await chain.SubmitAsync();
        var deputy = await chain.AsAsync(chain.Deputy);
        var path = $"/api/v1/cases/{chain.CaseId}/answer";
        (await deputy.PostAsync(path, new { text = "好的" })).Expect(HttpStatusCode.PreconditionRequired, "version_required");
        (await deputy.PostAsync(path, new { text = "好的" }, version: 7)).Expect(HttpStatusCode.PreconditionFailed, "version_stale");
        (await deputy.PostAsync(path, new { text = "好的" }, version: 1)).Expect(HttpStatusCode.OK);
        (await deputy.PostAsync(path, new { text = "好的" }, version: 1)).Expect(HttpStatusCode.PreconditionFailed, "version_stale");
    }

    [Fact]
    public async Task Two_moves_at_once_let_one_through()
    {
        using var chain = new CaseChain(_server);
        await chain.SubmitAsync();
        var deputy = await chain.AsAsync(chain.Deputy);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => deputy.PostAsync($"/api/v1/cases/{chain.CaseId}/answer", new { text = $"答复 {i}" }, version: 1)));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.Expect(HttpStatusCode.PreconditionFailed, "version_stale"));
    }

    [Fact]
    public async Task A_move_that_is_not_the_caller_s_is_409_with_what_is_allowed_and_a_foreign_case_is_404()
    {
        using var chain = new CaseChain(_server);
        await chain.SubmitAsync();
        var refused = (await (await chain.AsAsync("resident-1")).MoveAsync(chain.CaseId, "adopt", new { suggestionTitle = "建议" })).Expect(HttpStatusCode.Conflict, "move_not_allowed");
        Assert.Equal(["supplement", "withdraw"], refused["allowed"].AsArray().Select(move => (string)move!));
        (await (await chain.AsAsync("committee-1")).MoveAsync(chain.CaseId, "handover")).Expect(HttpStatusCode.Conflict, "move_not_allowed");

        using var other = await _server.AsAsync("resident-2");
        (await other.CaseAsync(chain.CaseId)).Expect(HttpStatusCode.NotFound, "not_found");
        (await other.GetAsync($"/api/v1/cases/{chain.CaseId}/events")).Expect(HttpStatusCode.NotFound);
        (await other.GetAsync($"/api/v1/cases/{chain.CaseId}/stages")).Expect(HttpStatusCode.NotFound);
        (await other.PostAsync($"/api/v1/cases/{chain.CaseId}/withdraw", new { }, version: 1)).Expect(HttpStatusCode.NotFound, "not_found");
        (await (await chain.AsAsync("agency-1")).CaseAsync(chain.CaseId)).Expect(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Malformed_bodies_types_and_parameters_have_their_errors()
    {
        var broken = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cases") { Content = new StringContent("{\"text\":", Encoding.UTF8, "application/json") };
        (await _resident.SendAsync(broken)).Expect(HttpStatusCode.BadRequest, "malformed");
        var plain = new HttpRequestMessage(HttpMethod.Post, "/api/v1/cases") { Content = new StringContent("hello", Encoding.UTF8, "text/plain") };
        (await _resident.SendAsync(plain)).Expect(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        (await _resident.GetAsync("/api/v1/cases?limit=1000")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await _resident.GetAsync("/api/v1/cases?after=zzz")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await _resident.GetAsync("/api/v1/cases?role=everything")).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
        (await _resident.GetAsync("/api/v1/nothing-here")).Expect(HttpStatusCode.NotFound, "not_found");
        (await _resident.GetAsync("/api/v1/cases/unknown")).Expect(HttpStatusCode.NotFound, "not_found");
    }

    private async Task AssertNothingWrittenAsync() => Assert.Equal(_rowsBefore, await RowsAsync());

    private Task<long> RowsAsync() => _server.Services.GetRequiredService<Database>().ReadAsync(
        connection => connection.ExecuteScalarAsync<long>(
            "select count(*) + (select count(*) - count(distinct case_id) from case_events where sequence = 1) + (select count(*) from cases where id not in (select case_id from stages)) from cases"),
        CancellationToken.None);
}
