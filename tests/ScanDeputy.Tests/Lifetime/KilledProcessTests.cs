using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Lifetime;

/// <summary>What the program promised must be there after it was killed or stopped.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Killed_between_writing_an_alert_and_sending_it_sends_it_once_after_the_restart()
    {
        // Evening: what is written now is sent at eight the next working day.
        string[] evening = ["--Sandbox:StartAt", "2026-05-14T21:00:00+08:00"];
        string number;
        await using (var server = await ServerProcess.StartAsync(_folder, null, evening))
        {
            using var resident = await ApiClient.SignInAsync(server.Address, "resident-1");
            number = (string)(await resident.SubmitAsync()).Expect(HttpStatusCode.Created)["number"]!;
            await server.KillAsync();
        }

        await using (var server = await ServerProcess.StartAsync(_folder, null, evening))
        {
            using var anyone = new ApiClient(server.Address, null);
            // Half past eight: after the quiet hours, before the reminder of nine.
            (await anyone.AdvanceAsync("PT11H")).Expect(HttpStatusCode.OK);
            (await anyone.AdvanceAsync("PT30M")).Expect(HttpStatusCode.OK);
            var messages = (await anyone.GetAsync("/sandbox/messages"))["items"].AsArray()
                .Where(message => message!.ToJsonString().Contains(number, StringComparison.Ordinal));
            Assert.Single(messages, message => ((string)message!["persona"]!).StartsWith("deputy-", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ctrl_C_or_a_kill_during_load_loses_no_acknowledged_submission(bool gracefully)
    {
        var acknowledged = new ConcurrentBag<string>();
        await using (var server = await ServerProcess.StartAsync(_folder))
        {
            using var resident = await ApiClient.SignInAsync(server.Address, "resident-1");
            using var stop = new CancellationTokenSource();
            var senders = Enumerable.Range(0, 32).Select(_ => Task.Run(() => SendAsync(resident, acknowledged, stop.Token))).ToArray();
            await WaitForAsync(() => acknowledged.Count > 300);
            if (gracefully)
                await server.InterruptAsync();
            else
                await server.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(senders);
            if (gracefully)
                Assert.Equal(0, server.ExitCode);
        }

        await using (var server = await ServerProcess.StartAsync(_folder))
        {
            using var resident = await ApiClient.SignInAsync(server.Address, "resident-1");
            var stored = await AllMineAsync(resident);
            Assert.Empty(acknowledged.Except(stored, StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("ASPNETCORE_ENVIRONMENT", "Production", "embedded profile")]
    [InlineData("Profile", "somewhere", "unknown")]
    [InlineData("Sandbox__StartAt", "tomorrow", "2026-12-28T09:00:00+08:00")]
    public async Task Settings_that_do_not_allow_a_start_give_one_line_and_exit_code_78(string name, string value, string words)
    {
        await using var server = await ServerProcess.RunToEndAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value, ["Data__Directory"] = _folder });
        Assert.Equal(78, server.ExitCode);
        Assert.Contains(words, server.Output, StringComparison.Ordinal);
        Assert.Single(server.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_changed_migration_stops_the_program_with_exit_code_78()
    {
        await (await ServerProcess.StartAsync(_folder)).DisposeAsync();
        var database = await TestDatabases.OpenAsync(_folder);
        await database.WriteAsync(scope => scope.ExecuteAsync("update schema_migrations set checksum = 'x' where number = 1"), CancellationToken.None);
        await TestDatabases.CloseAsync(database);
        await using var server = await ServerProcess.RunToEndAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Data__Directory"] = _folder }, [.. await TestDatabases.SettingsAsync(_folder), "--urls", "http://127.0.0.1:0"]);
        Assert.Equal(78, server.ExitCode);
        Assert.Contains("was changed after it ran", server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("migrate")]
    public async Task Data_of_an_earlier_preview_must_be_deleted_says_one_line_with_exit_code_78(string? command)
    {
        var database = await TestDatabases.OpenAsync(_folder);
        await PlantedMigrations.RunAsync(database, PlantedMigrations.OfEarlierPreview, new FakeTimeProvider(TestServer.UsualStart));
        await TestDatabases.CloseAsync(database);
        string[] words = command is null ? [] : [command];
        await using var server = await ServerProcess.RunToEndAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Data__Directory"] = _folder }, [.. words, .. await TestDatabases.SettingsAsync(_folder), "--urls", "http://127.0.0.1:0"]);
        Assert.Equal(78, server.ExitCode);
        var line = Assert.Single(server.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("The database was made by an earlier preview of this program (0001_places)", line, StringComparison.Ordinal);
        Assert.Contains(TestDatabases.OnMariaDb ? "drop the database t_" : $"delete the folder {_folder} and start again", line, StringComparison.Ordinal);
    }

    private static async Task SendAsync(ApiClient resident, ConcurrentBag<string> acknowledged, CancellationToken stop)
    {
        var code = await resident.FirstStationCodeAsync();
        var category = (string)(await resident.GetAsync($"/api/v1/station-codes/{code}"))["categories"][0]!["id"]!;
        var body = new { stationCode = code, categoryId = category, text = ApiClient.LongEnough, attachmentIds = Array.Empty<string>(), @public = false };
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var answer = await resident.PostAsync("/api/v1/cases", body);
                if (answer.Status == HttpStatusCode.Created)
                    acknowledged.Add((string)answer["id"]!);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task<HashSet<string>> AllMineAsync(ApiClient resident)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        string? next = null;
        do
        {
            var page = (await resident.GetAsync($"/api/v1/cases?role=mine&limit=100&after={next}")).Expect(HttpStatusCode.OK);
            ids.UnionWith(page["items"].AsArray().Select(item => (string)item!["id"]!));
            next = (string?)page.Body!["next"];
        }
        while (next is not null);
        return ids;
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
            await Task.Delay(20, limit.Token);
    }
}
