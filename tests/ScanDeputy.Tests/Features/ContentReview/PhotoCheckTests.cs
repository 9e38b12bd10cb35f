using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Features.ContentReview.Photos;
using ScanDeputy.Server.Jobs;
using ScanDeputy.Tests.Harness;
using ScanDeputy.WeChat.Sandbox;
using Xunit;

namespace ScanDeputy.Tests.Features.ContentReview;

/// <summary>What becomes of a photo: WeChat fetches it, judges it and pushes the verdict back, all over the wire.</summary>
public sealed class PhotoCheckTests
{
    [Fact]
    public async Task A_photo_that_passes_is_for_those_who_follow_the_public_case()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        var photo = await ReportedAsync(server, chain);
        var follower = await FollowerAsync(server, chain);
        await CheckedAsync(server);

        Assert.Equal("passed", await StatusAsync(chain, photo));
        Assert.Equal(photo, (string)(await follower.CaseAsync(chain.CaseId))["attachments"].AsArray().Single()!["id"]!);
        await SmallPhotos.AreGivenAsync(follower, $"/api/v1/attachments/{photo}");
        Assert.DoesNotContain(await chain.AlertsAsync("resident-1"), alert => ((string)alert["text"]!).Contains("照片", StringComparison.Ordinal));

        // What came later goes the same way.
        var later = (string)(await (await chain.AsAsync("resident-1")).UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
        await chain.StepAsync("resident-1", "supplement", new { text = "补充一张照片。", attachmentIds = new[] { later } });
        (await follower.GetAsync($"/api/v1/attachments/{later}")).Expect(HttpStatusCode.NotFound);
        await CheckedAsync(server);
        (await follower.GetAsync($"/api/v1/attachments/{later}")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task Photos_are_published_only_when_that_was_asked_for_by_itself(bool? photosPublic)
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        var photo = await ReportedAsync(server, chain, photosPublic);
        var follower = await FollowerAsync(server, chain);
        await CheckedAsync(server);

        Assert.Equal("passed", await StatusAsync(chain, photo));
        Assert.Empty((await follower.CaseAsync(chain.CaseId))["attachments"].AsArray());
        (await follower.GetAsync($"/api/v1/attachments/{photo}")).Expect(HttpStatusCode.NotFound);
        (await (await chain.AsAsync(chain.Deputy)).GetAsync($"/api/v1/attachments/{photo}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_unfit_photo_is_never_for_the_public_and_its_sender_hears_so_once()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        var photo = await ReportedAsync(server, chain);
        var follower = await FollowerAsync(server, chain);
        SandboxOf(server).ScriptVerdict(photo, "risky", 20002);
        await CheckedAsync(server);

        Assert.Equal("refused", await StatusAsync(chain, photo));
        Assert.Empty((await follower.CaseAsync(chain.CaseId))["attachments"].AsArray());
        (await follower.GetAsync($"/api/v1/attachments/{photo}")).Expect(HttpStatusCode.NotFound);
        foreach (var persona in (string[])["resident-1", "committee-1", chain.Deputy])
            (await (await chain.AsAsync(persona)).GetAsync($"/api/v1/attachments/{photo}")).Expect(HttpStatusCode.OK);
        (await (await chain.AsAsync("committee-1")).PostAsync($"/api/v1/attachments/{photo}/release")).Expect(HttpStatusCode.Conflict, "photo_not_held");
        Assert.Equal("有照片未通过检查，不会公开", (string)Assert.Single(await chain.AlertsAsync("resident-1"))["text"]!);

        // The same push again, and another verdict under the same number: the first one counts.
        using var push = new WeChatPush(server);
        var trace = await TraceAsync(server, photo);
        foreach (var suggest in (string[])["risky", "pass", "review"])
            Assert.Equal((HttpStatusCode.OK, "success"), await push.SecureAsync(WeChatPush.Verdict(trace, suggest).ToJsonString()));
        Assert.Equal("refused", await StatusAsync(chain, photo));
        Assert.Single(await chain.AlertsAsync("resident-1"));
    }

    [Fact]
    public async Task An_unsure_verdict_is_the_committee_office_s_of_that_jurisdiction_to_decide()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        var photo = await ReportedAsync(server, chain);
        var follower = await FollowerAsync(server, chain);
        var committee = await chain.AsAsync("committee-1");
        (await committee.PostAsync($"/api/v1/attachments/{photo}/release")).Expect(HttpStatusCode.Conflict, "photo_not_held");
        SandboxOf(server).ScriptVerdict(photo, "review", 21000);
        await CheckedAsync(server);

        Assert.Equal("held", await StatusAsync(chain, photo));
        Assert.Contains(await chain.AlertsAsync("committee-1"), alert => (string)alert["text"]! == "有照片待审核能否公开");
        (await (await chain.AsAsync("committee-2")).PostAsync($"/api/v1/attachments/{photo}/release")).Expect(HttpStatusCode.NotFound, "not_found");
        (await (await chain.AsAsync("resident-1")).PostAsync($"/api/v1/attachments/{photo}/release")).Expect(HttpStatusCode.Forbidden);
        (await committee.PostAsync("/api/v1/attachments/none/release")).Expect(HttpStatusCode.NotFound, "not_found");
        (await follower.GetAsync($"/api/v1/attachments/{photo}")).Expect(HttpStatusCode.NotFound);
        for (var i = 0; i < 2; i++)
            Assert.Equal("passed", (string)(await committee.PostAsync($"/api/v1/attachments/{photo}/release")).Expect(HttpStatusCode.OK)["contentStatus"]!);
        (await follower.GetAsync($"/api/v1/attachments/{photo}")).Expect(HttpStatusCode.OK);
        Assert.Equal(1, await server.CountAsync("select count(*) from attachments where id = @photo and released_by is not null and released_at > 0", new { photo }));
    }

    [Fact]
    public async Task A_verdict_that_does_not_come_is_asked_for_again_and_officials_see_the_photo_meanwhile()
    {
        await using var server = await TestServer.StartAsync();
        server.ExpectLog("was not reached");
        var sandbox = SandboxOf(server);
        using var chain = new CaseChain(server);
        var photo = await ReportedAsync(server, chain);
        // First the platform is away, then it takes the question and its verdict is lost.
        sandbox.Faults.DropNext("/wxa/media_check_async", 2);
        sandbox.SetCallback(new SandboxPushOptions());
        await CheckedAsync(server);
        Assert.Equal("waiting", await StatusAsync(chain, photo));
        await chain.WaitAsync("PT10M");
        await sandbox.WhenPushesEndAsync();
        Assert.NotNull(await TraceAsync(server, photo));
        Assert.Equal("waiting", await StatusAsync(chain, photo));
        (await (await chain.AsAsync("committee-1")).GetAsync($"/api/v1/attachments/{photo}")).Expect(HttpStatusCode.OK);

        server.Services.GetRequiredService<EmbeddedSandbox>().ConnectTo(server.Address);
        await chain.WaitAsync("PT31M");
        await sandbox.WhenPushesEndAsync();
        Assert.Equal("passed", await StatusAsync(chain, photo));
    }

    [Fact]
    public async Task A_photo_that_WeChat_could_not_fetch_is_asked_about_again()
    {
        await using var server = await TestServer.StartAsync();
        var sandbox = SandboxOf(server);
        using var chain = new CaseChain(server);
        var photo = await ReportedAsync(server, chain);
        sandbox.SetCallback(new SandboxPushOptions());
        await CheckedAsync(server);
        using var push = new WeChatPush(server);
        var verdict = WeChatPush.Verdict(await TraceAsync(server, photo), "pass");
        (verdict["errcode"], verdict["errmsg"]) = (-1008, "download media failed");
        Assert.Equal((HttpStatusCode.OK, "success"), await push.SecureAsync(verdict.ToJsonString()));
        Assert.Equal("waiting", await StatusAsync(chain, photo));

        server.Services.GetRequiredService<EmbeddedSandbox>().ConnectTo(server.Address);
        await chain.WaitAsync("PT3M");
        await sandbox.WhenPushesEndAsync();
        Assert.Equal("passed", await StatusAsync(chain, photo));
        Assert.Equal(2, sandbox.CallCount("/wxa/media_check_async"));
    }

    [Fact]
    public async Task A_verdict_that_overtakes_the_note_of_its_number_is_not_lost()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        var photo = await ReportedAsync(server, chain);
        SandboxOf(server).SetCallback(new SandboxPushOptions());
        // As it stands while the sweep waits for the answer to its question.
        await WriteAsync(server, "update content_checks set lease_owner = 'sweep', next_attempt_at = next_attempt_at + 120000 where attachment_id = @photo", photo);
        using var push = new WeChatPush(server);
        var early = push.SecureAsync(WeChatPush.Verdict("trace-1", "pass").ToJsonString());
        Assert.NotSame(early, await Task.WhenAny(early, Task.Delay(TimeSpan.FromMilliseconds(400), TestContext.Current.CancellationToken)));
        await WriteAsync(server, "update content_checks set lease_owner = null, trace_id = 'trace-1' where attachment_id = @photo", photo);
        Assert.Equal((HttpStatusCode.OK, "success"), await early);
        Assert.Equal("passed", await StatusAsync(chain, photo));

        // One that stays unknown while somebody asks is wanted again; when nobody does, it is nobody's.
        var other = (string)(await (await chain.AsAsync("resident-1")).UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
        await chain.StepAsync("resident-1", "supplement", new { text = "补充一张照片。", attachmentIds = new[] { other } });
        await WriteAsync(server, "update content_checks set lease_owner = 'sweep', next_attempt_at = next_attempt_at + 120000 where attachment_id = @photo", other);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await push.SecureAsync(WeChatPush.Verdict("trace-2", "pass").ToJsonString())).Status);
        await WriteAsync(server, "update content_checks set lease_owner = null where attachment_id = @photo", other);
        Assert.Equal((HttpStatusCode.OK, "success"), await push.SecureAsync(WeChatPush.Verdict("trace-2", "pass").ToJsonString()));
        Assert.Equal("waiting", await StatusAsync(chain, other));
    }

    [Fact]
    public async Task WeChat_s_address_of_a_photo_is_signed_and_ends_with_time_and_with_the_check()
    {
        await using var server = await TestServer.StartAsync();
        using var chain = new CaseChain(server);
        var photo = await ReportedAsync(server, chain);
        using var push = new WeChatPush(server);
        var addresses = server.Services.GetRequiredService<PhotoAddress>();
        var path = addresses.Of(photo)!.PathAndQuery;
        Assert.Equal(HttpStatusCode.OK, (await push.GetAsync(path)).Status);
        var end = path[^1] == '0' ? '1' : '0';
        foreach (var wrong in (string[])[path[..^1] + end, path.Replace("until=1", "until=2", StringComparison.Ordinal), path[..path.IndexOf('?', StringComparison.Ordinal)]])
            Assert.Equal(HttpStatusCode.NotFound, (await push.GetAsync(wrong)).Status);
        var stale = path;
        SandboxOf(server).SetCallback(new SandboxPushOptions());
        await chain.WaitAsync("PT61M");
        Assert.Equal(HttpStatusCode.NotFound, (await push.GetAsync(stale)).Status);
        Assert.Equal(HttpStatusCode.OK, (await push.GetAsync(addresses.Of(photo)!.PathAndQuery)).Status);
        Assert.Equal((HttpStatusCode.OK, "success"), await push.SecureAsync(WeChatPush.Verdict(await TraceAsync(server, photo), "review").ToJsonString()));
        Assert.Equal(HttpStatusCode.NotFound, (await push.GetAsync(addresses.Of(photo)!.PathAndQuery)).Status);
    }

    private static SandboxControl SandboxOf(TestServer server) => server.Services.GetRequiredService<EmbeddedSandbox>().Control;

    /// <summary>A public case of resident-1 with one photo; nothing was checked yet.</summary>
    private static async Task<string> ReportedAsync(TestServer server, CaseChain chain, bool? photosPublic = true)
    {
        var photo = (string)(await (await chain.AsAsync("resident-1")).UploadAsync(Photos.Jpeg())).Expect(HttpStatusCode.Created)["id"]!;
        await chain.SubmitAsync(change: photosPublic is { } asked
            ? new { attachmentIds = new[] { photo }, @public = true, photosPublic = asked }
            : new { attachmentIds = new[] { photo }, @public = true });
        return photo;
    }

    /// <summary>Follows the case, whose text counts as passed.</summary>
    private static async Task<ApiClient> FollowerAsync(TestServer server, CaseChain chain)
    {
        await WriteAsync(server, "update cases set content_status = 'passed' where id = @photo", chain.CaseId);
        var follower = await chain.AsAsync("resident-2");
        (await follower.PostAsync($"/api/v1/cases/{chain.CaseId}/follow")).Expect(HttpStatusCode.OK);
        return follower;
    }

    private static async Task CheckedAsync(TestServer server)
    {
        await server.Services.GetServices<ISweep>().Single(sweep => sweep.Name == "content-checks").RunAsync(TestContext.Current.CancellationToken);
        await SandboxOf(server).WhenPushesEndAsync();
    }

    private static async Task<string> StatusAsync(CaseChain chain, string photo) =>
        (string)(await chain.SeenByAsync("committee-1"))["attachments"].AsArray().Single(item => (string)item!["id"]! == photo)!["contentStatus"]!;

    private static async Task<string> TraceAsync(TestServer server, string photo) => (await DatabaseOf(server).ReadAsync(
        connection => connection.QueryFirstAsync<string>("select trace_id from content_checks where attachment_id = @photo", new { photo }), CancellationToken.None))!;

    private static Task<int> WriteAsync(TestServer server, string sql, string photo) =>
        DatabaseOf(server).WriteAsync(scope => scope.ExecuteAsync(sql, new { photo }), CancellationToken.None);

    private static Server.Platform.Database.Database DatabaseOf(TestServer server) => server.Services.GetRequiredService<Server.Platform.Database.Database>();
}
