using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScanDeputy.Server.Demo;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Telemetry;

/// <summary>A log that everybody in operations may read: whatever people send, none of it is there.</summary>
public sealed class LogSecrecyTests
{
    // As chatty as an operator can make it.
    private static readonly string[] Chatty = ["--Logging:LogLevel:Default", "Information", "--Logging:LogLevel:Microsoft.AspNetCore", "Information"];

    [Fact]
    public async Task Whole_chain_leaves_no_person_no_token_and_no_query_string_in_the_log()
    {
        using var recorder = new JsonLineRecorder(WallClock.Real);
        var secrets = new List<string> { "13912345678", "张三", ApiClient.LongEnough, "path-of-nobody" };
        await using (var server = await TestServer.StartLoggedAsync(logging => logging.AddProvider(recorder), settings: Chatty))
        {
            using var chain = new CaseChain(server);
            var receipt = await chain.SubmitAsync();
            await chain.AdoptAsync();
            await chain.HandOverAsync();
            await chain.AssignAsync();
            await chain.SignAsync();
            await chain.ReplyAsync();
            await chain.AcceptAsync();
            await chain.EvaluateAsync();
            secrets.AddRange((string)receipt["receipt"]!, (await chain.AsAsync("resident-1")).Token!, (await chain.AsAsync("agency-1")).Token!);
            secrets.AddRange(await SignInAsync(server));
            secrets.AddRange(await AskAsync(server, chain.CaseId));
        }

        Assert.NotEmpty(recorder.Lines);
        Assert.All(recorder.Lines, line => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(line).ValueKind));
        Assert.Contains("answered errcode 40029", recorder.Output, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, recorder.Output, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Standard_output_is_nothing_but_JSON_lines()
    {
        var folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;
        await using (var server = await ServerProcess.StartAsync(folder, null, ["--Logging:Format", "json", .. Chatty]))
        {
            using var resident = await ApiClient.SignInAsync(server.Address, "resident-1");
            (await resident.SubmitAsync()).Expect(HttpStatusCode.Created);
            await server.InterruptAsync();
            var lines = server.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            Assert.Contains(lines, line => line.Contains("Ran migrations", StringComparison.Ordinal));
            Assert.All(lines, line => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(line).ValueKind));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Unknown_format_does_not_start()
    {
        await using var server = await ServerProcess.RunToEndAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Logging__Format"] = "xml" });
        Assert.Equal(78, server.ExitCode);
        Assert.Contains("Logging__Format 'xml'", server.Output, StringComparison.Ordinal);
    }

    /// <summary>By WeChat with a phone, and with passwords, right and wrong.</summary>
    private static async Task<string[]> SignInAsync(TestServer server)
    {
        var weChat = server.Services.GetRequiredService<EmbeddedSandbox>().Control;
        var user = weChat.PutUser(phone: "13877776666");
        var (login, phone) = (weChat.IssueLoginCode(user.OpenId), weChat.IssuePhoneCode(user.OpenId));
        using var nobody = server.Anonymous();
        var signedIn = (await nobody.PostAsync("/api/v1/auth/wechat", new { code = login })).Expect(HttpStatusCode.OK);
        using var stranger = new ApiClient(server.Address, (string)signedIn["accessToken"]!);
        (await stranger.PostAsync("/api/v1/auth/phone", new { code = phone })).Expect(HttpStatusCode.OK);
        (await nobody.PostAsync("/api/v1/auth/wechat", new { code = "made-up-login-code" })).Expect(HttpStatusCode.Unauthorized);
        await nobody.PostAsync("/api/v1/auth/password", new { userName = "committee-1", password = "scandeputy-demo" });
        (await nobody.PostAsync("/api/v1/auth/password", new { userName = "committee-1", password = "wrong-Passw0rd" })).Expect(HttpStatusCode.Unauthorized);
        return
        [
            user.OpenId, "13877776666", login, phone, "made-up-login-code", "scandeputy-demo", "wrong-Passw0rd", stranger.Token!, (string)signedIn["refreshToken"]!,
            DemoSettings.Defaults["WeChat:AppSecret"]!,
        ];
    }

    /// <summary>Addresses that hold something: codes and receipts in paths, words in query strings; also such as nobody serves.</summary>
    private static async Task<string[]> AskAsync(TestServer server, string caseId)
    {
        using var resident = await server.AsAsync("resident-1");
        using var nobody = server.Anonymous();
        var code = await resident.FirstStationCodeAsync();
        (await resident.GetAsync("/api/v1/cases?role=mine&q=query-of-somebody")).Expect(HttpStatusCode.OK);
        (await nobody.GetAsync($"/s/{code}?from=query-of-somebody")).Expect(HttpStatusCode.OK);
        await nobody.GetAsync($"/cases/receipt/{caseId}?phone=13912345678");
        await nobody.GetAsync("/path-of-nobody?access_token=token-in-a-query");
        await nobody.GetAsync("/api/v1/calendar/path-of-nobody");
        (await resident.PostAsync("/api/v1/cases", new { text = 13912345678 })).Expect(HttpStatusCode.UnprocessableEntity);
        return [code, "query-of-somebody", "token-in-a-query"];
    }
}
