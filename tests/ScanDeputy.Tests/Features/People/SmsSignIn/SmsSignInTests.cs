using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Features.People.SmsSignIn;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People.SmsSignIn;

/// <summary>A code by text message: who may ask for one, how long and how often it counts, and what is kept of it.</summary>
public sealed class SmsSignInTests : IAsyncLifetime
{
    private const string PhoneOfDeputy1 = "13900000004";
    private static int _next = 10;
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_code_makes_a_resident_who_reports_and_finds_the_report_the_next_time()
    {
        var phone = NewPhone();
        (await phone.AskAsync()).Expect(HttpStatusCode.NoContent);
        var first = (await phone.VerifyAsync()).Expect(HttpStatusCode.OK);
        Assert.Equal(["resident"], first["user"]["roles"]!.AsArray().Select(role => (string)role!));
        Assert.Null(first["user"].AsObject()["jurisdiction"]);
        using var client = new ApiClient(_server.Address, (string)first["accessToken"]!);
        var reported = (string)(await client.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!;

        using var again = await phone.SignInAsync();
        Assert.Equal((string)first["user"]["id"]!, (string)(await again.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK)["id"]!);
        (await again.CaseAsync(reported)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_number_is_the_same_however_it_is_written_and_only_mobiles_get_a_code()
    {
        string[] written = ["+86 138 1700 0001", "１３８１７０００００１", "138-1700-0001", "008613817000001", " 138 1700 0001 ", "tel:13817000001"];
        var phone = new TextPhone(_server, "13817000001");
        var accounts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var typed in written)
        {
            (await phone.AskAsync(typed)).Expect(HttpStatusCode.NoContent);
            var code = phone.LastCode;
            var spoken = $" {code[..3]} {string.Concat(code[3..].Select(digit => (char)(digit - '0' + '０')))}";
            accounts.Add((string)(await phone.VerifyAsync(spoken, typed)).Expect(HttpStatusCode.OK)["user"]["id"]!);
        }

        Assert.Equal(written.Length, phone.Texts.Count);
        Assert.Single(accounts);
        foreach (var none in (string?[])[null, "", "0539-8123456", "4008123456", "+852 9123 4567", "10000000000", "1381700000", "number"])
        {
            Assert.NotNull((await Post("/api/v1/auth/sms", new { phone = none })).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["phone"]);
            Assert.NotNull((await Post("/api/v1/auth/sms/verify", new { phone = none, code = "123456" })).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["phone"]);
        }

        foreach (var none in (string?[])[null, "", "12345", "1234567", "12a456", "……"])
            Assert.NotNull((await Post("/api/v1/auth/sms/verify", new { phone = phone.Number, code = none })).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"]["code"]);
    }

    [Fact]
    public async Task A_code_counts_once()
    {
        var phone = NewPhone();
        (await phone.AskAsync()).Expect(HttpStatusCode.NoContent);
        (await phone.VerifyAsync()).Expect(HttpStatusCode.OK);
        (await phone.VerifyAsync()).Expect(HttpStatusCode.Unauthorized, "sms_code_invalid");
    }

    [Theory]
    [InlineData("PT4M59S", true)]
    [InlineData("PT5M", false)]
    public async Task A_code_counts_for_five_minutes(string later, bool counts)
    {
        var phone = NewPhone();
        (await phone.AskAsync()).Expect(HttpStatusCode.NoContent);
        await AdvanceAsync(later);
        (await phone.VerifyAsync()).Expect(counts ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, counts ? null : "sms_code_invalid");
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public async Task A_code_bears_four_wrong_tries_and_the_fifth_ends_it(int wrong, bool counts)
    {
        var phone = NewPhone();
        (await phone.AskAsync()).Expect(HttpStatusCode.NoContent);
        for (var i = 0; i < wrong; i++)
            (await phone.VerifyAsync(phone.WrongCode)).Expect(HttpStatusCode.Unauthorized, "sms_code_invalid");
        (await phone.VerifyAsync()).Expect(counts ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, counts ? null : "sms_code_invalid");

        await AdvanceAsync("PT1M");
        (await phone.AskAsync()).Expect(HttpStatusCode.NoContent);
        (await phone.VerifyAsync()).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_code_takes_the_place_of_the_one_before_but_not_within_a_minute()
    {
        var phone = NewPhone();
        (await phone.AskAsync()).Expect(HttpStatusCode.NoContent);
        var first = phone.LastCode;
        await AdvanceAsync("PT20S");
        var early = (await phone.AskAsync()).Expect(HttpStatusCode.TooManyRequests, "too_many_requests");
        Assert.InRange(early.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 30, 40);
        Assert.Single(phone.Texts);
        await AdvanceAsync(System.Xml.XmlConvert.ToString(early.Headers.RetryAfter.Delta.Value));
        (await phone.AskAsync()).Expect(HttpStatusCode.NoContent);
        if (phone.LastCode != first)
            (await phone.VerifyAsync(first)).Expect(HttpStatusCode.Unauthorized, "sms_code_invalid");
        (await phone.VerifyAsync()).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_number_without_an_account_without_a_code_and_with_a_wrong_one_answer_alike()
    {
        var known = NewPhone();
        using var resident = await known.SignInAsync();
        var stranger = NewPhone();
        (await stranger.AskAsync()).Expect(HttpStatusCode.NoContent);
        await AdvanceAsync("PT1M");
        (await known.AskAsync()).Expect(HttpStatusCode.NoContent);
        ApiAnswer[] answers =
        [
            await known.VerifyAsync(known.WrongCode), await stranger.VerifyAsync(stranger.WrongCode), await NewPhone().VerifyAsync("123456"), await new TextPhone(_server, PhoneOfDeputy1).VerifyAsync("123456"),
        ];
        Assert.Single(answers.Select(answer => Without(answer, "traceId")).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_of_a_code_is_kept_in_clear_and_old_ones_are_deleted()
    {
        var phone = NewPhone();
        (await phone.AskAsync()).Expect(HttpStatusCode.NoContent);
        var row = (IDictionary<string, object>)Assert.Single(await RowsAsync());
        Assert.Equal(["code_hash", "expires_at", "phone_hash", "sent_at", "tries"], row.Keys.Order(StringComparer.Ordinal));
        Assert.All(row.Where(column => column.Key.EndsWith("_hash", StringComparison.Ordinal)), column => Assert.Matches("^[0-9a-f]{64}$", $"{column.Value}"));
        Assert.Equal(0, await _server.Services.GetRequiredService<Database>().ReadAsync(connection => Dapper.SqlMapper.QuerySingleAsync<int>(connection, "select count(*) from outbox where payload like @Like", new { Like = $"%{phone.LastCode}%" }), TestContext.Current.CancellationToken));
        await AdvanceAsync("PT2H");
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task Twelve_who_ask_at_once_for_one_phone_have_one_message_sent_and_twelve_who_verify_become_one_account()
    {
        var phone = NewPhone();
        var asked = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => phone.AskAsync()));
        Assert.Single(asked, answer => answer.Status == HttpStatusCode.NoContent);
        Assert.All(asked.Where(answer => answer.Status != HttpStatusCode.NoContent), answer => answer.Expect(HttpStatusCode.TooManyRequests));
        Assert.Single(phone.Texts);
        var verified = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => phone.VerifyAsync()));
        Assert.Single(verified, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(verified.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.Expect(HttpStatusCode.Unauthorized, "sms_code_invalid"));
    }

    [Fact]
    public async Task Without_a_gateway_there_is_no_door_and_the_refusal_says_where_one_is()
    {
        var options = _server.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Server.Features.Notices.Fallback.FallbackOptions>>().Value;
        options.SmsUrl = "";
        var refused = (await Post("/api/v1/auth/sms", new { phone = "13817000002" })).Expect(HttpStatusCode.NotImplemented, "sms_not_offered");
        Assert.Contains("小程序", (string)refused["detail"]!, StringComparison.Ordinal);
        Assert.Null(refused.Headers.RetryAfter);
        using var pages = new PageClient(_server.Address);
        foreach (var path in (string[])["/login", $"/s/{await CodeAsync()}"])
        {
            using var page = await pages.GetAsync(path);
            var text = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain("手机号登录", text, StringComparison.Ordinal);
        }
    }

    /// <summary>What certainly did not go out may be asked for again at once; what may have gone out is not sent twice.</summary>
    [Theory]
    [InlineData(503, HttpStatusCode.ServiceUnavailable)]
    [InlineData(400, HttpStatusCode.ServiceUnavailable)]
    [InlineData(504, HttpStatusCode.NoContent)]
    public async Task A_gateway_that_does_not_take_it(int status, HttpStatusCode expected)
    {
        await using var gateway = await Receiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var options = _server.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Server.Features.Notices.Fallback.FallbackOptions>>().Value;
        (options.SmsUrl, options.SmsToken) = (gateway.Address, "a-token-for-the-gateway");
        _server.ExpectLog("did not take the sign-in code");
        var phone = NewPhone();
        (await phone.AskAsync()).Expect(expected, expected == HttpStatusCode.NoContent ? null : "sms_unavailable");
        (await phone.AskAsync()).Expect(expected == HttpStatusCode.NoContent ? HttpStatusCode.TooManyRequests : expected);
        Assert.Equal(expected == HttpStatusCode.NoContent ? 1 : 2, gateway.Posts.Count);
        var sent = TextPhone.CodeIn((string)gateway.Posts.First().Body["text"]!);
        (await phone.VerifyAsync(sent)).Expect(expected == HttpStatusCode.NoContent ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        Assert.All(gateway.Posts, post => Assert.Equal("Bearer a-token-for-the-gateway", (string?)post.Headers.Authorization));
    }

    [Fact]
    public void Codes_are_six_digits_of_all_kinds()
    {
        var codes = Enumerable.Range(0, 2000).Select(_ => SmsCodes.New()).ToList();
        Assert.All(codes, code => Assert.Equal(code, SmsCodes.Read(code)));
        Assert.Equal(10, codes.Select(code => code[0]).Distinct().Count());
        Assert.InRange(codes.Distinct(StringComparer.Ordinal).Count(), 1900, 2000);
    }

    private TextPhone NewPhone() => new(_server, $"138170{Interlocked.Increment(ref _next):D5}");

    private static string Without(ApiAnswer answer, string name)
    {
        var body = answer.Expect(HttpStatusCode.Unauthorized).Body!.AsObject();
        body.Remove(name);
        return body.ToJsonString();
    }

    private async Task<ApiAnswer> Post(string path, object body)
    {
        using var client = _server.Anonymous();
        return await client.PostAsync(path, body);
    }

    private async Task<string> CodeAsync()
    {
        using var client = _server.Anonymous();
        return await client.FirstStationCodeAsync();
    }

    private async Task AdvanceAsync(string duration)
    {
        using var client = _server.Anonymous();
        (await client.AdvanceAsync(duration)).Expect(HttpStatusCode.OK);
    }

    private Task<IEnumerable<dynamic>> RowsAsync() => _server.Services.GetRequiredService<Database>().ReadAsync(
        connection => Dapper.SqlMapper.QueryAsync(connection, "select * from sms_codes"), TestContext.Current.CancellationToken);
}
