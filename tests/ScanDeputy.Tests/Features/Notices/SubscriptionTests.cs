using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Tests.Harness;
using ScanDeputy.WeChat.Sandbox;
using Xunit;

namespace ScanDeputy.Tests.Features.Notices;

/// <summary>
/// One-time templates on the wire: each acceptance pays for one message, and what is beyond goes the other way without asking WeChat (handbook §5). Each row
/// works on a person of its own: a deputy without a past in the mini-program.
/// </summary>
public sealed class SubscriptionTests
{
    private const string Send = "/cgi-bin/message/subscribe/send";
    private const string Token = "a-token-for-the-gateway";
    private static readonly string[] OneTime = ["--WeChat:Templates:WorkIsLongTerm", "false", "--WeChat:Templates:ProgressIsLongTerm", "false"];
    private static readonly string[] LongTerm = ["--WeChat:Templates:WorkIsLongTerm", "true", "--WeChat:Templates:ProgressIsLongTerm", "true"];

    private static int _people = 20_000_000;

    /// <param name="Accepted">In WeChat, before this program heard of it.</param>
    /// <param name="Told">What the mini-program tells.</param>
    /// <param name="Alerts">Sent at once.</param>
    /// <param name="Shown">Messages that WeChat showed.</param>
    /// <param name="Calls">How often WeChat was asked.</param>
    /// <param name="Left">What the server knows afterwards.</param>
    public sealed record Row(string Name, string[] Settings, int Accepted, string[] Told, int Alerts, int Shown, int Calls, int? Left);

    public static IReadOnlyList<Row> Rows { get; } =
    [
        new("unknown and nothing in WeChat: it says so, once", OneTime, 0, [], 3, 0, 1, 0),
        new("unknown and one in WeChat", OneTime, 1, [], 1, 1, 1, null),
        new("refused in the pop-up: nobody asks WeChat", OneTime, 0, ["reject"], 2, 0, 0, 0),
        new("one acceptance pays for one message", OneTime, 1, ["accept"], 1, 1, 1, 0),
        new("one acceptance, two alerts: the second goes the other way at once", OneTime, 1, ["accept"], 2, 1, 1, 0),
        new("always kept: each tap is one more", OneTime, 3, ["accept", "accept", "accept"], 2, 2, 2, 1),
        new("told more than WeChat has: its answer corrects it", OneTime, 1, ["accept", "accept", "accept"], 3, 1, 2, 0),
        new("a template that WeChat has banned says nothing of the person", OneTime, 1, ["ban"], 1, 1, 1, null),
        new("long-term and granted: one acceptance lasts", LongTerm, 1, ["accept"], 3, 3, 3, null),
        new("long-term and refused", LongTerm, 0, ["reject"], 2, 0, 0, 0),
        new("long-term, never told", LongTerm, 1, [], 2, 2, 2, null),
        new("long-term, told and not so", LongTerm, 0, ["accept"], 3, 0, 1, 0),
    ];

    [Fact]
    public async Task Each_alert_goes_by_WeChat_while_there_is_quota_and_by_text_message_after()
    {
        foreach (var rows in Rows.GroupBy(row => row.Settings))
        {
            await using var gateway = await Receiver.StartAsync((context, _) =>
            {
                context.Response.StatusCode = 200;
                return Task.CompletedTask;
            });
            await using var server = await TestServer.StartWithoutPastAsync([.. rows.Key, "--Fallback:SmsUrl", gateway.Address, "--Fallback:SmsToken", Token]);
            foreach (var row in rows)
                await PlayAsync(server, gateway, row);
        }
    }

    private static async Task PlayAsync(TestServer server, Receiver gateway, Row row)
    {
        var sandbox = SandboxOf(server);
        using var person = await NewPersonAsync(server, row.Accepted);
        if (row.Told.Length > 0)
            (await person.Client.PostAsync("/api/v1/me/subscriptions", new { answers = row.Told.Select(answer => new { template = "work", answer }) })).Expect(HttpStatusCode.OK);
        var (calls, posts) = (sandbox.CallCount(Send), gateway.Posts.Count);

        for (var alert = 0; alert < row.Alerts; alert++)
            await WriteAlertAsync(server, person.UserId, $"{person.UserId}-{alert}");
        await SweepAsync(server);
        await SweepAsync(server);

        Assert.Equal((row.Name, row.Shown, row.Calls), (row.Name, sandbox.MessageCount(person.OpenId), (int)(sandbox.CallCount(Send) - calls)));
        Assert.Equal((row.Name, row.Alerts - row.Shown), (row.Name, gateway.Posts.Count - posts));
        Assert.Equal((row.Name, row.Left), (row.Name, await LeftAsync(person.Client)));
    }

    /// <summary>Sweeps side by side, as on several nodes: none of them takes the last one twice.</summary>
    [Fact]
    public async Task The_last_acceptance_is_spent_once_when_alerts_go_at_once()
    {
        await using var server = await TestServer.StartWithoutPastAsync(OneTime);
        using var person = await NewPersonAsync(server, 3);
        (await person.Client.PostAsync("/api/v1/me/subscriptions", new { answers = new[] { new { template = "work", answer = "accept" } } })).Expect(HttpStatusCode.OK);
        for (var alert = 0; alert < 6; alert++)
            await WriteAlertAsync(server, person.UserId, $"at-once-{alert}");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => SweepAsync(server))));

        Assert.Equal((1, 1), (SandboxOf(server).MessageCount(person.OpenId), (int)SandboxOf(server).CallCount(Send)));
        Assert.Equal(0, await LeftAsync(person.Client));
    }

    /// <summary>The same acceptance told by the phone and pushed by WeChat is one; a push that comes again, or that is older, changes nothing.</summary>
    [Fact]
    public async Task Pushes_correct_what_is_known()
    {
        await using var server = await TestServer.StartWithoutPastAsync(OneTime);
        var sandbox = SandboxOf(server);
        using var person = await NewPersonAsync(server, 0);
        using var push = new WeChatPush(server);
        var (openId, now) = (person.OpenId, server.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds());

        await PushAsync("subscribe_msg_popup_event", Item("accept"), 1);
        Assert.Equal(1, await LeftAsync(person.Client));
        (await person.Client.PostAsync("/api/v1/me/subscriptions", new { answers = new[] { new { template = "work", answer = "accept" } } })).Expect(HttpStatusCode.OK);
        Assert.Equal(1, await LeftAsync(person.Client));
        await PushAsync("subscribe_msg_popup_event", Item("accept"), 1);
        Assert.Equal(1, await LeftAsync(person.Client));
        await PushAsync("subscribe_msg_popup_event", $"[{Item("accept")},{Item("accept", DemoSettings.ProgressTemplate)},{Item("accept", "of-another")}]", 2);
        Assert.Equal((2, 1), (await LeftAsync(person.Client), await LeftAsync(person.Client, "progress")));
        await PushAsync("subscribe_msg_popup_event", Item("reject"), 3);
        Assert.Equal(2, await LeftAsync(person.Client));
        await PushAsync("subscribe_msg_sent_event", SentItem(0), 4);
        Assert.Equal(2, await LeftAsync(person.Client));
        await PushAsync("subscribe_msg_sent_event", SentItem(43101), 5);
        Assert.Equal((0, 1), (await LeftAsync(person.Client), await LeftAsync(person.Client, "progress")));
        await PushAsync("subscribe_msg_popup_event", Item("accept"), 6);
        await PushAsync("subscribe_msg_change_event", Item("reject"), 5);
        Assert.Equal(1, await LeftAsync(person.Client));
        await PushAsync("subscribe_msg_change_event", Item("reject"), 7);
        Assert.Equal(0, await LeftAsync(person.Client));
        // Somebody without an account, and odd ones.
        openId = "o-nobody";
        await PushAsync("subscribe_msg_popup_event", Item("accept"), 8);
        await PushAsync("subscribe_msg_popup_event", "\"x\"", 9);
        Assert.Equal(2, await server.Services.GetRequiredService<Database>().ReadAsync(
            connection => connection.ExecuteScalarAsync<int>("select count(*) from message_quotas where user_id = @UserId", new { person.UserId }), TestContext.Current.CancellationToken));

        // As the sandbox pushes them by itself.
        sandbox.AcceptSubscription(person.OpenId, DemoSettings.WorkTemplate, times: 2);
        await sandbox.WhenPushesEndAsync();
        sandbox.TurnOffSubscription(person.OpenId, DemoSettings.ProgressTemplate);
        await sandbox.WhenPushesEndAsync();
        Assert.All(sandbox.Pushes(), one => Assert.True(one.Delivered));

        async Task PushAsync(string name, string list, int second) => Assert.Equal((HttpStatusCode.OK, "success"), await push.SecureAsync(
            $$"""{"ToUserName":"gh_1","FromUserName":"{{openId}}","CreateTime":{{now + second - 100}},"MsgType":"event","Event":"{{name}}","List":{{list}}}"""));
    }

    [Fact]
    public async Task What_is_told_wrongly_is_refused_and_told_twice_counts_once()
    {
        await using var server = await TestServer.StartWithoutPastAsync(OneTime);
        using var person = await NewPersonAsync(server, 0);
        foreach (var (body, field) in ((object, string)[])[(new { }, "answers"), (new { answers = Array.Empty<object>() }, "answers"), (new { answers = new object?[] { null } }, "answers[0]"),
            (new { answers = new object[] { new { template = "work" } } }, "answers"), (new { answers = Enumerable.Repeat(new { template = "work", answer = "accept" }, 21) }, "answers")])
            Assert.NotNull((await person.Client.PostAsync("/api/v1/me/subscriptions", body)).Expect(HttpStatusCode.UnprocessableEntity, "invalid")["errors"][field]);
        Assert.Null(await LeftAsync(person.Client));
        for (var time = 0; time < 2; time++)
        {
            var told = await person.Client.PostAsync("/api/v1/me/subscriptions", new { answers = new[] { new { template = "work", answer = "accept" } } }, key: "one-tap");
            Assert.Equal(1, (int)told.Expect(HttpStatusCode.OK)["templates"].AsArray().Single(one => (string)one!["template"]! == "work")!["left"]!);
        }
    }

    private static string Item(string status, string template = DemoSettings.WorkTemplate) => $$"""{"TemplateId":"{{template}}","SubscribeStatusString":"{{status}}","PopupScene":"0"}""";

    private static string SentItem(int code) => $$"""{"TemplateId":"{{DemoSettings.WorkTemplate}}","MsgID":"1","ErrorCode":"{{code}}","ErrorStatus":"x"}""";

    private static SandboxControl SandboxOf(TestServer server) => server.Services.GetRequiredService<EmbeddedSandbox>().Control;

    private static async Task SweepAsync(TestServer server)
    {
        var sweep = server.Services.GetServices<ISweep>().Single(candidate => candidate.Name == "outbox");
        while (await sweep.RunAsync(TestContext.Current.CancellationToken) > 0)
        {
            // Until nothing is due.
        }
    }

    private static async Task<int?> LeftAsync(ApiClient client, string template = "work") =>
        (int?)(await client.GetAsync("/api/v1/me/subscriptions")).Expect(HttpStatusCode.OK)["templates"].AsArray().Single(one => (string)one!["template"]! == template)!["left"];

    /// <summary>Somebody whom WeChat knows with a phone, and this program since they came in.</summary>
    private static async Task<Person> NewPersonAsync(TestServer server, int accepted)
    {
        var sandbox = SandboxOf(server);
        var openId = sandbox.PutUser(phone: $"158{Interlocked.Increment(ref _people)}").OpenId;
        // Before there is an account, so that the push finds nobody.
        if (accepted > 0)
            sandbox.AcceptSubscription(openId, DemoSettings.WorkTemplate, accepted);
        await sandbox.WhenPushesEndAsync();
        using var nobody = server.Anonymous();
        var entered = (await nobody.PostAsync("/api/v1/auth/wechat", new { code = sandbox.IssueLoginCode(openId) })).Expect(HttpStatusCode.OK);
        var client = new ApiClient(server.Address, (string)entered["accessToken"]!);
        (await client.PostAsync("/api/v1/auth/phone", new { code = sandbox.IssuePhoneCode(openId) })).Expect(HttpStatusCode.OK);
        return new Person(client, (string)(await client.GetAsync("/api/v1/me"))["id"]!, openId);
    }

    /// <summary>As a notice leaves it: due now, over WeChat.</summary>
    private static async Task WriteAlertAsync(TestServer server, string userId, string key)
    {
        var now = server.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await server.Services.GetRequiredService<Database>().WriteAsync(
            scope => scope.ExecuteAsync(
                """
                insert into outbox (id, channel, recipient_id, payload, dedupe_key, status, attempts, next_attempt_at, created_at, jurisdiction)
                values (@Id, 'wechat', @userId, @payload, @key, 'waiting', 0, @now, @now, '371311')
                """,
                new
                {
                    Id = Guid.CreateVersion7(now).ToString("N"),
                    userId,
                    payload = "{\"kind\":\"work\",\"caseId\":null,\"caseNumber\":\"2026-05-15\",\"stage\":null,\"text\":\"新的待办\",\"at\":\"2026-05-15T09:00:00+08:00\"}",
                    key,
                    now,
                }),
            TestContext.Current.CancellationToken);
    }

    private sealed record Person(ApiClient Client, string UserId, string OpenId) : IDisposable
    {
        public void Dispose() => Client.Dispose();
    }
}
