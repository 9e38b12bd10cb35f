using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Commands;

public sealed class RotateKeysTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_people_work_everything_is_written_again_and_no_node_is_started_again()
    {
        await using var server = await TestServer.StartAsync();
        using var resident = await server.AsAsync("resident-1");
        var id = (string)(await resident.SubmitAsync()).Expect(HttpStatusCode.Created)["id"]!;
        Assert.NotEmpty(await StartingWithAsync(server, "k1."));
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                    (await resident.SubmitAsync()).Expect(HttpStatusCode.Created);
            },
            Ct);

        var (exitCode, output) = await CommandRun.RunAsync(server.Directory, "rotate-keys");
        await stop.CancelAsync();
        await writer;
        Assert.True(exitCode == 0, output);
        Assert.Contains("'k2' is in use, 2 keys are known", output, StringComparison.Ordinal);

        // What the node wrote during the change is for the second run; the node itself has taken up the new key.
        (await resident.SubmitAsync()).Expect(HttpStatusCode.Created);
        Assert.Equal(0, (await CommandRun.RunAsync(server.Directory, "rotate-keys", "--rewrite")).ExitCode);
        Assert.Empty(await StartingWithAsync(server, "k1."));
        Assert.NotEmpty(await StartingWithAsync(server, "k2."));
        var tokenKeys = await server.Services.GetRequiredService<Database>().ReadAsync(connection => connection.QueryAsync<string>("select xml from data_protection_keys"), Ct);
        Assert.All(tokenKeys, xml => Assert.DoesNotContain("k1.", xml, StringComparison.Ordinal));

        (await resident.CaseAsync(id)).Expect(HttpStatusCode.OK);
        using var again = await server.AsAsync("resident-1");
        (await again.GetAsync("/api/v1/me")).Expect(HttpStatusCode.OK);
        var (nothing, said) = await CommandRun.RunAsync(server.Directory, "rotate-keys", "--rewrite");
        Assert.Equal(0, nothing);
        Assert.Contains("Wrote 0 values again", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_steps_a_key_is_known_everywhere_before_it_is_used()
    {
        await using var server = await TestServer.StartAsync();
        var (added, next) = await CommandRun.RunAsync(server.Directory, "rotate-keys", "--add");
        Assert.Equal(0, added);
        Assert.Contains("rotate-keys --use k2", next, StringComparison.Ordinal);
        Assert.Equal("k1", server.Services.GetRequiredService<KeyRing>().Current.Id);

        Assert.Equal(0, (await CommandRun.RunAsync(server.Directory, "rotate-keys", "--use", "k2")).ExitCode);
        Assert.Equal("k2", server.Services.GetRequiredService<KeyRing>().Current.Id);
        Assert.NotEmpty(await StartingWithAsync(server, "k1."));
        Assert.Equal(0, (await CommandRun.RunAsync(server.Directory, "rotate-keys", "--rewrite")).ExitCode);
        Assert.Empty(await StartingWithAsync(server, "k1."));

        Assert.Equal(1, (await CommandRun.RunAsync(server.Directory, "rotate-keys", "--use", "k9")).ExitCode);
        Assert.Equal(64, (await CommandRun.RunAsync(server.Directory, "rotate-keys", "--add", "--rewrite")).ExitCode);
    }

    [Fact]
    public async Task A_value_that_no_key_opens_is_said_and_left()
    {
        await using var server = await TestServer.StartAsync();
        await server.Services.GetRequiredService<Database>().WriteAsync(
            scope => scope.ExecuteAsync("update users set name_encrypted = 'k7.AAAA' where user_name = 'auditor-1'"), Ct);
        var (exitCode, output) = await CommandRun.RunAsync(server.Directory, "rotate-keys");
        Assert.Equal(1, exitCode);
        Assert.Contains("FAULT 1 values", output, StringComparison.Ordinal);
        Assert.Empty(await StartingWithAsync(server, "k1."));
        Assert.Single(await StartingWithAsync(server, "k7."));
    }

    private static async Task<IReadOnlyList<string>> StartingWithAsync(TestServer server, string prefix)
    {
        var values = await server.Services.GetRequiredService<Database>().ReadAsync(
            connection => connection.QueryAsync<string?>(
                """
                select name_encrypted from users union all select phone_encrypted from users union all select openid_encrypted from users
                union all select contact_encrypted from cases
                """),
            Ct);
        return [.. values.OfType<string>().Where(value => value.StartsWith(prefix, StringComparison.Ordinal))];
    }
}
