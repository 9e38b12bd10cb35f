using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Jobs;

/// <summary>The program as a newcomer starts it: one process, no Redis. Nobody moves the clock; its engine alone starts what is due.</summary>
public sealed class EmbeddedEngineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Messages_go_out_by_themselves_and_an_administrator_sees_the_runs()
    {
        await using var server = await ServerProcess.StartAsync(_folder, null, "--Sandbox:StartAt", "2026-05-15T09:30:00+08:00");
        using var resident = await ApiClient.SignInAsync(server.Address, "resident-1");
        var number = (string)(await resident.SubmitAsync()).Expect(HttpStatusCode.Created)["number"]!;
        using var anyone = new ApiClient(server.Address, null);
        await Poll.UntilAsync(async () => (await MessagesAsync(anyone)).Any(message => message.Contains(number, StringComparison.Ordinal)), "No message came.", seconds: 60);

        using var administrator = await PageClient.SignInAsync(server.Address, "admin-1");
        var recurring = await ReadAsync(administrator, "/jobs/recurring");
        Assert.All(
            ["deadlines", "case-expiry", "outbox", "content-checks", "expired-keys", "heartbeat"], sweep => Assert.Contains($">{sweep}<", recurring, StringComparison.Ordinal));
        await Poll.UntilAsync(async () => (await ReadAsync(administrator, "/jobs/jobs/succeeded")).Contains("outbox", StringComparison.Ordinal), "No run is shown.", seconds: 60);
        await server.InterruptAsync();
        Assert.Equal(0, server.ExitCode);
    }

    private static async Task<IReadOnlyList<string>> MessagesAsync(ApiClient anyone) =>
        [.. (await anyone.GetAsync("/sandbox/messages"))["items"].AsArray().Select(message => message!.ToJsonString())];

    private static async Task<string> ReadAsync(PageClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
