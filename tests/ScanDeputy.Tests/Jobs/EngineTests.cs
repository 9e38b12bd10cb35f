using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Jobs;

/// <summary>
/// The program as a process with MariaDB and Redis, whose sweeps nobody starts but its own engine: what is due happens by itself,
/// and goes on happening while Redis is away.
/// </summary>
public sealed class EngineTests : MariaDbTest
{
    private const string Runs = "{scandeputy-jobs}:stats:succeeded";

    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;

    [Fact]
    public async Task Overdue_alerts_of_an_adopted_case_come_from_the_engine_alone()
    {
        await using var redis = await RedisServer.StartAsync();
        string id;
        string number;
        await using (var server = await StartAsync(redis, "2026-05-15T09:30:00+08:00"))
        {
            (id, number) = await SubmitAsync(server);
            (await (await DeputyOfAsync(server, id)).MoveAsync(id, "adopt", new { suggestionTitle = "关于维修村口路灯的建议", note = "请尽快办理" })).Expect(HttpStatusCode.OK);
        }

        // Three weeks on a working morning; the clock is not moved while it runs, so nothing but the engine can have started them.
        await using (var server = await StartAsync(redis, "2026-06-05T09:30:00+08:00"))
        {
            await Poll.UntilAsync(async () => await CountAlertsAsync(server, "committee-1", id, "overdue") > 0, "No alert came.", seconds: 90);
            await Poll.UntilAsync(async () => (await MessagesAsync(server, number)).Any(message => (string)message["persona"]! == "committee-1"), "No message came.", seconds: 60);
            await Poll.UntilAsync(async () => await CountAlertsAsync(server, "supervisor-1", id, "overdue") > 0, "The supervisor was not alerted.", seconds: 60);
            await ExpectPagesAsync(server);
            await ExpectRunsAsync(redis);
            await server.InterruptAsync();
            Assert.Equal(0, server.ExitCode);
            Assert.Equal(1, await CountStoredAsync(id, "overdue", "committee-1"));
        }
    }

    [Fact]
    public async Task With_Redis_away_messages_still_go_out_and_with_Redis_back_the_engine_goes_on()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.StopAsync();
        await using var server = await StartAsync(redis, "2026-05-15T09:30:00+08:00");
        await ExpectMessageAsync(server);

        await redis.RunAsync();
        await ExpectRunsAsync(redis);
        await ExpectMessageAsync(server);

        await redis.HangAsync();
        await ExpectMessageAsync(server);
        await redis.StopAsync();
        await ExpectMessageAsync(server);

        using var administrator = await PageClient.SignInAsync(server.Address, "admin-1");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(administrator));

        // It comes back without any of its keys.
        await redis.RunAsync();
        await ExpectRunsAsync(redis);
        await redis.StopAsync();
        await server.InterruptAsync();
        Assert.Equal(0, server.ExitCode);
    }

    public override async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private Task<ServerProcess> StartAsync(RedisServer redis, string startAt) => ServerProcess.StartAsync(
        _folder, null, "--Database:ConnectionString", ConnectionString(), "--Redis:Configuration", redis.Configuration, "--Sandbox:StartAt", startAt);

    private static async Task<(string Id, string Number)> SubmitAsync(ServerProcess server)
    {
        using var resident = await ApiClient.SignInAsync(server.Address, "resident-1");
        var receipt = (await resident.SubmitAsync()).Expect(HttpStatusCode.Created);
        return ((string)receipt["id"]!, (string)receipt["number"]!);
    }

    private static async Task<ApiClient> DeputyOfAsync(ServerProcess server, string id)
    {
        foreach (var persona in (string[])["deputy-1", "deputy-2", "deputy-3"])
        {
            var deputy = await ApiClient.SignInAsync(server.Address, persona);
            if ((await deputy.CaseAsync(id)).Status == HttpStatusCode.OK)
                return deputy;
        }

        throw new InvalidOperationException("None of the three deputies has the case.");
    }

    private static async Task<int> CountAlertsAsync(ServerProcess server, string persona, string id, string kind)
    {
        using var person = await ApiClient.SignInAsync(server.Address, persona);
        var alerts = (await person.GetAsync("/api/v1/alerts?limit=100")).Expect(HttpStatusCode.OK)["items"].AsArray();
        return alerts.Count(alert => (string?)alert!["caseId"] == id && (string)alert["kind"]! == kind);
    }

    private static async Task<IReadOnlyList<JsonNode>> MessagesAsync(ServerProcess server, string number)
    {
        using var anyone = new ApiClient(server.Address, null);
        var messages = (await anyone.GetAsync("/sandbox/messages")).Expect(HttpStatusCode.OK)["items"].AsArray();
        return [.. messages.Where(message => message!.ToJsonString().Contains(number, StringComparison.Ordinal)).Select(message => message!)];
    }

    /// <summary>A report is taken in, and its deputy hears of it.</summary>
    private static async Task ExpectMessageAsync(ServerProcess server)
    {
        var (_, number) = await SubmitAsync(server);
        await Poll.UntilAsync(async () => (await MessagesAsync(server, number)).Count > 0, $"No message came. {server.Output}", seconds: 60);
    }

    private static Task ExpectRunsAsync(RedisServer redis) =>
        Poll.UntilAsync(async () => await redis.CommandAsync($"EXISTS {Runs}") == ":1", "The engine ran nothing.", seconds: 90);

    private static async Task ExpectPagesAsync(ServerProcess server)
    {
        using var nobody = new PageClient(server.Address);
        using var resident = await PageClient.SignInAsync(server.Address, "resident-1");
        using var administrator = await PageClient.SignInAsync(server.Address, "admin-1");
        using var toNobody = await nobody.GetAsync("/jobs/recurring");
        using var toResident = await resident.GetAsync("/jobs/recurring");
        // A machine that is busy with tests may let Redis wait for longer than the page does.
        await Poll.UntilAsync(async () => await StatusAsync(administrator) != HttpStatusCode.ServiceUnavailable, "The page found no Redis.");
        // All of them on one page: which ones come first depends on when they run next.
        using var toAdministrator = await administrator.GetAsync(AllSweeps);
        Assert.Equal((HttpStatusCode.Redirect, "/login"), (toNobody.StatusCode, toNobody.Headers.Location?.AbsolutePath));
        Assert.Equal((HttpStatusCode.Redirect, "/denied"), (toResident.StatusCode, toResident.Headers.Location?.AbsolutePath));
        Assert.Equal(HttpStatusCode.OK, toAdministrator.StatusCode);
        var page = await toAdministrator.Content.ReadAsStringAsync();
        Assert.All(["deadlines", "case-expiry", "outbox", "content-checks", "expired-sessions"], sweep => Assert.Contains(sweep, page, StringComparison.Ordinal));
        Assert.DoesNotContain("heartbeat", page, StringComparison.Ordinal);
    }

    private const string AllSweeps = "/jobs/recurring?from=0&count=100";

    private static async Task<HttpStatusCode> StatusAsync(PageClient client)
    {
        using var answer = await client.GetAsync(AllSweeps);
        return answer.StatusCode;
    }

    private Task<long> CountStoredAsync(string id, string kind, string persona) => Database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>(
            "select count(*) from alerts a join users u on u.id = a.recipient_id where a.case_id = @id and a.kind = @kind and u.user_name = @persona",
            new { id, kind, persona }),
        CancellationToken.None);
}
