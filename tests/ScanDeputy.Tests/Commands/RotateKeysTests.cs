using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Domain;
using ScanDeputy.Server.Features.People;
using ScanDeputy.Server.Features.People.SmsSignIn;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Commands;

public sealed class RotateKeysTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>From one kind of key to the other, or to another of its kind.</summary>
    [Theory]
    [InlineData("AES-256-GCM+HMAC-SHA256")]
    [InlineData("SM4-GCM+HMAC-SM3")]
    public async Task While_people_work_everything_is_written_again_and_no_node_is_started_again(string algorithm)
    {
        await using var server = await TestServer.StartAsync();
        var accounts = await AccountsAsync(server);
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

        var (exitCode, output) = await CommandRun.RunAsync(server.Directory, "rotate-keys", "--Keys:Algorithm", algorithm);
        await stop.CancelAsync();
        await writer;
        Assert.True(exitCode == 0, output);
        Assert.Contains($"'k2' is in use, 2 keys are known. Its algorithm is {algorithm}.", output, StringComparison.Ordinal);

        // What the node wrote during the change is for the second run; the node itself has taken up the new key.
        (await resident.SubmitAsync()).Expect(HttpStatusCode.Created);
        Assert.Equal(0, (await CommandRun.RunAsync(server.Directory, "rotate-keys", "--rewrite")).ExitCode);
        Assert.Empty(await StartingWithAsync(server, "k1."));
        Assert.NotEmpty(await StartingWithAsync(server, "k2."));
        var tokenKeys = await server.Services.GetRequiredService<Database>().ReadAsync(connection => connection.QueryAsync<string>("select xml from data_protection_keys"), Ct);
        Assert.All(tokenKeys, xml => Assert.DoesNotContain("k1.", xml, StringComparison.Ordinal));

        (await resident.CaseAsync(id)).Expect(HttpStatusCode.OK);
        using var again = await server.AsAsync("resident-1");
        (await again.CaseAsync(id)).Expect(HttpStatusCode.OK);
        // Nobody was taken for somebody new, and nothing is found by the old key any more.
        var now = await AccountsAsync(server);
        Assert.Equal(accounts.Select(account => account.Id), now.Select(account => account.Id));
        var old = accounts.SelectMany(account => (string?[])[account.PhoneHash, account.OpenidHash]).OfType<string>().ToList();
        Assert.NotEmpty(old);
        Assert.Empty(now.SelectMany(account => (string?[])[account.PhoneHash, account.OpenidHash]).OfType<string>().Intersect(old, StringComparer.Ordinal));
        var (nothing, said) = await CommandRun.RunAsync(server.Directory, "rotate-keys", "--rewrite");
        Assert.Equal(0, nothing);
        Assert.Contains("Wrote 0 values again", said, StringComparison.Ordinal);
        Assert.Contains("Made 0 hashes anew", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_steps_a_key_is_known_everywhere_before_it_is_used_and_what_was_sent_before_stays_good()
    {
        await using var server = await TestServer.StartAsync();
        var phone = new TextPhone(server, "13819000017");
        using var first = await phone.SignInAsync();
        var mine = (string)(await first.GetAsync("/api/v1/me"))["id"]!;
        var former = PhoneNumber.Parse("13819000018")!;
        var keys = server.Services.GetRequiredService<AccountKeys>();
        await ChangeAsync(server, "update users set former_phone_hash = @Hash where id = @mine", new { mine, Hash = keys.HashOf(former) });
        var (added, next) = await CommandRun.RunAsync(server.Directory, "rotate-keys", "--add", "--Keys:Algorithm", "SM4-GCM+HMAC-SM3");
        Assert.Equal(0, added);
        Assert.Contains("rotate-keys --use k2", next, StringComparison.Ordinal);
        Assert.Equal("k1", server.Services.GetRequiredService<KeyRing>().Current.Id);
        using var anybody = server.Anonymous();
        (await anybody.AdvanceAsync(System.Xml.XmlConvert.ToString(SmsCodes.Gap))).Expect(HttpStatusCode.OK);
        (await phone.AskAsync()).Expect(HttpStatusCode.NoContent);
        using var resident = await server.AsAsync("resident-1");
        var reported = (string)(await resident.SubmitAsync(key: "sent-twice")).Expect(HttpStatusCode.Created)["id"]!;

        Assert.Equal(0, (await CommandRun.RunAsync(server.Directory, "rotate-keys", "--use", "k2")).ExitCode);
        Assert.Equal("k2", server.Services.GetRequiredService<KeyRing>().Current.Id);
        Assert.NotEmpty(await StartingWithAsync(server, "k1."));
        Assert.Equal(reported, (string)(await resident.SubmitAsync(key: "sent-twice")).Expect(HttpStatusCode.Created)["id"]!);
        // The code was kept under the old key, and so is the account.
        Assert.Equal(mine, await SignedInAsync(server, (await phone.VerifyAsync()).Expect(HttpStatusCode.OK)));
        Assert.Equal(0, (await CommandRun.RunAsync(server.Directory, "rotate-keys", "--rewrite")).ExitCode);
        Assert.Empty(await StartingWithAsync(server, "k1."));
        using var again = await phone.SignInAsync();
        Assert.Equal(mine, (string)(await again.GetAsync("/api/v1/me"))["id"]!);
        var left = await server.Services.GetRequiredService<Database>().WriteAsync(
            async scope =>
            {
                await scope.ExecuteAsync("update users set openid_hash = null where id = @mine", new { mine });
                return await keys.FindFormerAsync(scope, former);
            },
            Ct);
        Assert.Equal([mine], left);

        Assert.Equal(1, (await CommandRun.RunAsync(server.Directory, "rotate-keys", "--use", "k9")).ExitCode);
        Assert.Equal(64, (await CommandRun.RunAsync(server.Directory, "rotate-keys", "--add", "--rewrite")).ExitCode);
    }

    /// <summary>A value that no key opens; and two accounts with one phone, as two nodes with different files may leave them behind.</summary>
    [Fact]
    public async Task What_cannot_be_written_again_is_said_and_left()
    {
        await using var server = await TestServer.StartAsync();
        await ChangeAsync(server, "update users set name_encrypted = 'k7.AAAA' where user_name = 'auditor-1'");
        await ChangeAsync(
            server,
            """
            update users set phone_hash = 'another key''s', phone_encrypted = (select phone_encrypted from (select phone_encrypted from users where user_name = 'agency-1') a)
            where user_name = 'committee-1'
            """);
        var (exitCode, output) = await CommandRun.RunAsync(server.Directory, "rotate-keys");
        Assert.Equal(1, exitCode);
        Assert.Contains("FAULT 1 values", output, StringComparison.Ordinal);
        Assert.Contains("FAULT 1 accounts have a phone or a WeChat that another account has", output, StringComparison.Ordinal);
        Assert.Empty(await StartingWithAsync(server, "k1."));
        Assert.Single(await StartingWithAsync(server, "k7."));
    }

    private static async Task<string> SignedInAsync(TestServer server, ApiAnswer answer)
    {
        using var client = new ApiClient(server.Address, (string)answer["accessToken"]!);
        return (string)(await client.GetAsync("/api/v1/me"))["id"]!;
    }

    private static Task<int> ChangeAsync(TestServer server, string sql, object? parameters = null) =>
        server.Services.GetRequiredService<Database>().WriteAsync(scope => scope.ExecuteAsync(sql, parameters), Ct);

    private static async Task<IReadOnlyList<Account>> AccountsAsync(TestServer server) => (await server.Services.GetRequiredService<Database>().ReadAsync(
        connection => connection.QueryAsync<Account>("select id, phone_hash, openid_hash from users order by id"), Ct)).AsList();

    private sealed record Account
    {
        public string Id { get; init; } = "";

        public string? PhoneHash { get; init; }

        public string? OpenidHash { get; init; }
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
