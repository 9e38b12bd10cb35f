using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.People;

public sealed class SignInTests : IAsyncLifetime
{
    private TestServer _server = null!;

    private ScanDeputy.WeChat.Sandbox.SandboxControl WeChat => _server.Services.GetRequiredService<EmbeddedSandbox>().Control;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_stranger_with_a_login_code_becomes_a_resident_and_stays_the_same_one()
    {
        using var client = _server.Anonymous();
        var openId = WeChat.PutUser().OpenId;
        var first = (await client.PostAsync("/api/v1/auth/wechat", new { code = WeChat.IssueLoginCode(openId) })).Expect(HttpStatusCode.OK);
        var second = (await client.PostAsync("/api/v1/auth/wechat", new { code = WeChat.IssueLoginCode(openId) })).Expect(HttpStatusCode.OK);
        Assert.Equal("resident", (string)first["user"]["roles"]![0]!);
        Assert.Equal((string)first["user"]["id"]!, (string)second["user"]["id"]!);
    }

    [Fact]
    public async Task A_login_code_works_once_and_a_made_up_one_never()
    {
        using var client = _server.Anonymous();
        var code = WeChat.IssueLoginCode(WeChat.PutUser().OpenId);
        (await client.PostAsync("/api/v1/auth/wechat", new { code })).Expect(HttpStatusCode.OK);
        (await client.PostAsync("/api/v1/auth/wechat", new { code })).Expect(HttpStatusCode.Unauthorized, "wechat_code_invalid");
        (await client.PostAsync("/api/v1/auth/wechat", new { code = "made-up" })).Expect(HttpStatusCode.Unauthorized, "wechat_code_invalid");
        (await client.PostAsync("/api/v1/auth/wechat", new { })).Expect(HttpStatusCode.UnprocessableEntity, "invalid");
    }

    [Fact]
    public async Task An_unreachable_WeChat_is_503_with_a_time_to_come_back()
    {
        using var client = _server.Anonymous();
        _server.ExpectLog("was not reached");
        WeChat.Faults.DropNext("/sns/jscode2session", 5);
        var answer = (await client.PostAsync("/api/v1/auth/wechat", new { code = "any" })).Expect(HttpStatusCode.ServiceUnavailable, "wechat_unavailable");
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_registered_phone_brings_its_roles_and_keeps_what_was_reported()
    {
        var deputy = (await _server.Services.GetRequiredService<Personas>().FindAsync("deputy-1", CancellationToken.None))!;
        var phone = WeChat.FindUser(deputy.OpenId)!.Phone!;
        var stranger = WeChat.PutUser(phone: phone).OpenId;
        using var nobody = _server.Anonymous();
        var signedIn = await nobody.PostAsync("/api/v1/auth/wechat", new { code = WeChat.IssueLoginCode(stranger) });
        using var client = new ApiClient(_server.Address, (string)signedIn["accessToken"]!);
        // The deputy has a WeChat bound already: nobody can take the account over with the phone alone.
        (await client.PostAsync("/api/v1/auth/phone", new { code = WeChat.IssuePhoneCode(stranger) })).Expect(HttpStatusCode.Conflict, "phone_in_use");

        var reported = (string)(await client.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!;
        await _server.Services.GetRequiredService<Server.Platform.Database.Database>().WriteAsync(
            scope => scope.ExecuteAsync("update users set openid_hash = null, openid_encrypted = null where user_name = 'deputy-1'"), CancellationToken.None);
        var joined = (await client.PostAsync("/api/v1/auth/phone", new { code = WeChat.IssuePhoneCode(stranger) })).Expect(HttpStatusCode.OK);
        Assert.Equal(["deputy", "resident"], joined["user"]["roles"]!.AsArray().Select(role => (string)role!).Order(StringComparer.Ordinal));
        (await client.CaseAsync(reported)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refresh_token_works_once_and_its_second_use_ends_the_session()
    {
        using var client = _server.Anonymous();
        var first = (await client.PostAsync("/sandbox/personas/resident-1/token")).Expect(HttpStatusCode.OK);
        var second = (await client.PostAsync("/api/v1/auth/refresh", new { refreshToken = (string)first["refreshToken"]! })).Expect(HttpStatusCode.OK);
        using var signedIn = new ApiClient(_server.Address, (string)second["accessToken"]!);
        (await signedIn.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        // The same client may ask again for some seconds, see RefreshTests.
        await client.AdvanceAsync("PT1M");
        (await client.PostAsync("/api/v1/auth/refresh", new { refreshToken = (string)first["refreshToken"]! })).Expect(HttpStatusCode.Unauthorized, "unauthenticated");
        (await signedIn.GetAsync("/api/v1/me")).Expect(HttpStatusCode.Unauthorized);
        (await client.PostAsync("/api/v1/auth/refresh", new { refreshToken = "nonsense" })).Expect(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Staff_sign_in_with_a_password_and_five_wrong_tries_make_them_wait()
    {
        using var client = _server.Anonymous();
        var right = new { userName = "committee-1", password = "scandeputy-demo" };
        var answer = (await client.PostAsync("/api/v1/auth/password", right)).Expect(HttpStatusCode.OK);
        Assert.Equal("committeeOffice", (string)answer["user"]["roles"]![0]!);

        for (var i = 0; i < 5; i++)
            (await client.PostAsync("/api/v1/auth/password", new { userName = "committee-1", password = "wrong" })).Expect(HttpStatusCode.Unauthorized, "sign_in_failed");
        (await client.PostAsync("/api/v1/auth/password", right)).Expect(HttpStatusCode.TooManyRequests, "too_many_requests");
        await client.AdvanceAsync("PT16M");
        (await client.PostAsync("/api/v1/auth/password", right)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Sixty_at_once_are_no_more_tries_than_five_and_each_one_more_waits_longer()
    {
        using var client = _server.Anonymous();
        var wrong = new { userName = "government-1", password = "wrong" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => client.PostAsync("/api/v1/auth/password", wrong)));
        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.Unauthorized));
        Assert.Equal(55, answers.Count(answer => answer.Status == HttpStatusCode.TooManyRequests));
        foreach (var (waited, next) in new[] { (16, 30), (31, 60), (61, 60) })
        {
            await client.AdvanceAsync($"PT{waited}M");
            (await client.PostAsync("/api/v1/auth/password", wrong)).Expect(HttpStatusCode.Unauthorized, "sign_in_failed");
            var refused = (await client.PostAsync("/api/v1/auth/password", wrong)).Expect(HttpStatusCode.TooManyRequests, "too_many_requests");
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalMinutes, next - 1, next);
        }
    }

    [Fact]
    public async Task Strangers_lock_nobody_out_where_they_have_signed_in_before()
    {
        var check = _server.Services.GetRequiredService<PasswordCheck>();
        using var client = _server.Anonymous();
        var right = new { userName = "supervisor-1", password = "scandeputy-demo" };
        (await client.PostAsync("/api/v1/auth/password", right)).Expect(HttpStatusCode.OK);
        var outcomes = new List<bool>();
        for (var i = 0; i < 30; i++)
            outcomes.Add((await check.TryAsync("supervisor-1", "wrong", $"stranger-{i % 10}", CancellationToken.None)).Refusal!.Code == "sign_in_failed");
        // Many networks together have no more than twenty.
        Assert.Equal(20, outcomes.Count(tried => tried));
        Assert.Equal("too_many_requests", (await check.TryAsync("supervisor-1", "scandeputy-demo", "a-new-desk", CancellationToken.None)).Refusal!.Code);
        (await client.PostAsync("/api/v1/auth/password", right)).Expect(HttpStatusCode.OK);
        // A reset by the administrator ends the waiting everywhere.
        await _server.Services.GetRequiredService<Server.Platform.Database.Database>().WriteAsync(scope => check.ForgiveAsync(scope, "supervisor-1"), CancellationToken.None);
        Assert.False((await check.TryAsync("supervisor-1", "scandeputy-demo", "a-new-desk", CancellationToken.None)).IsRefused);
    }

    [Fact]
    public async Task An_unknown_name_answers_as_a_wrong_password_does()
    {
        using var client = _server.Anonymous();
        (await client.PostAsync("/api/v1/auth/password", new { userName = "nobody-here", password = "wrong" })).Expect(HttpStatusCode.Unauthorized, "sign_in_failed");
    }

    [Fact]
    public async Task Every_persona_signs_in_and_is_who_the_name_says()
    {
        (string, string)[] personas =
        [
            ("resident-1", "resident"), ("resident-3", "resident"), ("deputy-2", "deputy"), ("keeper-1", "stationKeeper"), ("committee-1", "committeeOffice"),
            ("government-1", "governmentOffice"), ("agency-3", "agencyHandler"), ("supervisor-3", "supervisor"), ("admin-1", "administrator"), ("auditor-1", "auditor"),
        ];
        foreach (var (persona, role) in personas)
        {
            using var client = await _server.AsAsync(persona);
            var me = (await client.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
            Assert.Contains(role, me["roles"].AsArray().Select(value => (string)value!));
            Assert.Equal("371311", (string)me["jurisdiction"]!);
        }

        using var nobody = _server.Anonymous();
        (await nobody.PostAsync("/sandbox/personas/nobody-9/token")).Expect(HttpStatusCode.NotFound, "not_found");
    }
}
