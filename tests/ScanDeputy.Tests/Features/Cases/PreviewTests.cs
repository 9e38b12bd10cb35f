using System.Net;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Cases;

/// <summary>Before agreeing to publication the author sees what the public will see.</summary>
public sealed class PreviewTests
{
    [Fact]
    public async Task The_preview_shows_masked_texts_and_says_what_was_hidden()
    {
        await using var server = await TestServer.StartAsync();
        using var resident = await server.AsAsync("resident-1");
        var preview = (await resident.PostAsync(
            "/api/v1/cases/preview", new { text = "我叫张三，电话13912345678，身份证11010519491231002X，路灯坏了", placeAddress = "化武路13812345678号" })).Expect(HttpStatusCode.OK);
        Assert.Equal("我叫张三，电话139******78，身份证1****************X，路灯坏了", (string)preview["text"]!);
        Assert.DoesNotContain("139123", (string)preview["title"]!, StringComparison.Ordinal);
        Assert.Equal("化武路138******78号", (string)preview["placeAddress"]!);
        Assert.Equal(
            [("name", "张三", false), ("phone", "13912345678", true), ("idCard", "11010519491231002X", true), ("phone", "13812345678", true)],
            preview["found"].AsArray().Select(found => ((string)found!["kind"]!, (string)found["text"]!, (bool)found["hidden"]!)));
        Assert.Equal([("idCard", 1), ("phone", 2)], preview["masked"].AsArray().Select(masked => ((string)masked!["kind"]!, (int)masked["count"]!)));
    }

    [Fact]
    public async Task A_preview_stores_nothing_and_is_for_those_who_report()
    {
        await using var server = await TestServer.StartAsync();
        using var resident = await server.AsAsync("resident-1");
        var before = (await resident.GetAsync("/api/v1/cases?role=mine&limit=100"))["items"].AsArray().Count;
        (await resident.PostAsync("/api/v1/cases/preview", new { text = ApiClient.LongEnough })).Expect(HttpStatusCode.OK);
        Assert.Equal(before, (await resident.GetAsync("/api/v1/cases?role=mine&limit=100"))["items"].AsArray().Count);
        (await resident.PostAsync("/api/v1/cases/preview", new { text = new string('字', 2001) })).Expect(HttpStatusCode.UnprocessableEntity);
        using var committee = await server.AsAsync("committee-1");
        (await committee.PostAsync("/api/v1/cases/preview", new { text = ApiClient.LongEnough })).Expect(HttpStatusCode.Forbidden);
        using var nobody = server.Anonymous();
        (await nobody.PostAsync("/api/v1/cases/preview", new { text = ApiClient.LongEnough })).Expect(HttpStatusCode.Unauthorized);
    }
}
