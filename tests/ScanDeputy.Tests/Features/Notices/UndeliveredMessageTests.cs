using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Notices;

/// <summary>WeChat took a message and tells later what became of it: one that did not arrive goes the next way, once (handbook §5).</summary>
public sealed class UndeliveredMessageTests
{
    private static int _people = 30_000_000;

    /// <param name="Code">Pushed of the message.</param>
    /// <param name="Named">Whether WeChat gave the message an id when it took it.</param>
    /// <param name="Left">What the server knows of the person afterwards.</param>
    /// <param name="Texts">Sent to the phone.</param>
    private sealed record Row(string Name, int Code, bool Named, int? Left, int Texts, string Status);

    private static readonly Row[] Rows =
    [
        new("it arrived", 0, true, 1, 0, "sent"),
        new("refused by the person: nothing is left", 43101, true, 0, 1, "refused"),
        new("the template was taken away", 43107, true, 1, 1, "refused"),
        new("a code that nobody has written down", 20_001, true, 1, 1, "refused"),
        new("busy inside of WeChat", -1, true, 1, 1, "refused"),
        new("WeChat had named no id", 43101, false, 0, 1, "refused"),
    ];

    [Fact]
    public async Task A_message_that_did_not_arrive_is_sent_by_text_message_once()
    {
        await using var gateway = await Receiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 200;
            return Task.CompletedTask;
        });
        await using var server = await TestServer.StartWithoutPastAsync(
            "--WeChat:Templates:WorkIsLongTerm", "false", "--WeChat:Templates:ProgressIsLongTerm", "false", "--Fallback:SmsUrl", gateway.Address, "--Fallback:SmsToken", "a-token-for-the-gateway");
        var sandbox = server.Services.GetRequiredService<EmbeddedSandbox>().Control;
        using var push = new WeChatPush(server);
        foreach (var row in Rows)
        {
            var openId = sandbox.PutUser(phone: $"158{Interlocked.Increment(ref _people)}").OpenId;
            sandbox.AcceptSubscription(openId, DemoSettings.WorkTemplate, times: 2);
            await sandbox.WhenPushesEndAsync();
            using var nobody = server.Anonymous();
            var entered = (await nobody.PostAsync("/api/v1/auth/wechat", new { code = sandbox.IssueLoginCode(openId) })).Expect(HttpStatusCode.OK);
            using var person = new ApiClient(server.Address, (string)entered["accessToken"]!);
            (await person.PostAsync("/api/v1/auth/phone", new { code = sandbox.IssuePhoneCode(openId) })).Expect(HttpStatusCode.OK);
            var userId = (string)(await person.GetAsync("/api/v1/me"))["id"]!;
            (await person.PostAsync("/api/v1/me/subscriptions", new { answers = new[] { new { template = "work", answer = "accept" }, new { template = "work", answer = "accept" } } })).Expect(HttpStatusCode.OK);
            Assert.Equal((row.Name, 2), (row.Name, await LeftAsync(person)));
            var posts = gateway.Posts.Count;

            // The push of a message that WeChat names no id of comes from the test; the others the sandbox sends by itself.
            sandbox.Switches.UndeliveredCode = row.Named ? row.Code : 0;
            await WriteAsync(server, userId);
            await SweepAsync(server);
            await sandbox.WhenPushesEndAsync();
            if (!row.Named)
            {
                await server.ExecuteAsync("update outbox set message_id = null where recipient_id = @userId", new { userId });
                await TellAsync(openId, "0", row.Code);
            }

            var shown = await server.TextAsync($"select coalesce(cast(message_id as char(20)), '0') from outbox where recipient_id = '{userId}' and channel = 'wechat'");
            // Told again by WeChat, at once and once more.
            await TellAsync(openId, shown, row.Code);
            await TellAsync(openId, shown, row.Code);
            await SweepAsync(server);
            await SweepAsync(server);
            Assert.Equal((row.Name, row.Status), (row.Name, await server.TextAsync($"select status from outbox where recipient_id = '{userId}' and channel = 'wechat'")));
            Assert.Equal((row.Name, row.Texts), (row.Name, gateway.Posts.Count - posts));
            Assert.Equal((row.Name, row.Texts), (row.Name, await server.CountAsync("select count(*) from outbox where recipient_id = @userId and channel <> 'wechat'", new { userId })));
            Assert.Equal((row.Name, row.Left), (row.Name, await LeftAsync(person)));

            // Of a message that is not theirs nothing follows, and one that is just being sent is waited for.
            Assert.Equal(HttpStatusCode.OK, await TellAsync(openId, "987654321", 20_001));
            await server.ExecuteAsync("update outbox set status = 'sending', message_id = null where recipient_id = @userId and channel = 'wechat'", new { userId });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await TellAsync(openId, "987654322", 20_001));
            await server.ExecuteAsync("update outbox set status = 'skipped' where recipient_id = @userId and channel = 'wechat'", new { userId });
        }

        async Task<HttpStatusCode> TellAsync(string openId, string messageId, int code) => (await push.SecureAsync(
            $$$"""{"FromUserName":"{{{openId}}}","CreateTime":{{{push.Now}}},"Event":"subscribe_msg_sent_event","List":{"TemplateId":"{{{DemoSettings.WorkTemplate}}}","MsgID":"{{{messageId}}}","ErrorCode":"{{{code}}}","ErrorStatus":"x"}}""")).Status;
    }

    private static async Task<int?> LeftAsync(ApiClient person) =>
        (int?)(await person.GetAsync("/api/v1/me/subscriptions")).Expect(HttpStatusCode.OK)["templates"].AsArray().Single(one => (string)one!["template"]! == "work")!["left"];

    private static async Task SweepAsync(TestServer server)
    {
        var sweep = server.Services.GetServices<ISweep>().Single(candidate => candidate.Name == "outbox");
        while (await sweep.RunAsync(TestContext.Current.CancellationToken) > 0)
        {
            // Until nothing is due.
        }
    }

    /// <summary>As a notice leaves it: due now, over WeChat.</summary>
    private static Task WriteAsync(TestServer server, string userId) => server.ExecuteAsync(
        """
        insert into outbox (id, channel, recipient_id, payload, dedupe_key, status, attempts, next_attempt_at, created_at, jurisdiction)
        values (@userId, 'wechat', @userId, '{"kind":"work","caseId":null,"caseNumber":"2026-05-15","stage":null,"text":"新的待办","at":"2026-05-15T09:00:00+08:00"}', @userId, 'waiting', 0, 1, 1, '371311')
        """,
        new { userId });
}
