using System.Net;
using Microsoft.AspNetCore.Http;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Infra.Nginx;

/// <summary>Two nodes behind nginx, and one of them ill: nobody notices, and nothing is written twice.</summary>
public sealed class NginxNodesTests
{
    [Fact]
    public async Task A_dead_node_is_skipped_and_used_again_when_it_is_back()
    {
        var dead = FreePort.Next();
        await using var alive = await TinyServer.StartAsync(_ => Task.CompletedTask);
        await using var nginx = await NginxProcess.StartAsync("scandeputy", dead, alive.Port);
        for (var n = 0; n < 20; n++)
        {
            Assert.Equal(HttpStatusCode.OK, (await nginx.GetAsync("/api/v1/me")).StatusCode);
            // No node saw it when no connection came about, so even this may go to the other one.
            Assert.Equal(HttpStatusCode.OK, (await nginx.PostAsync("/api/v1/cases", "{}")).StatusCode);
        }

        Assert.Equal(40, alive.Requests.Count);
        await using var back = await TinyServer.StartAsync(_ => Task.CompletedTask, dead);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (back.Requests.IsEmpty)
        {
            Assert.Equal(HttpStatusCode.OK, (await nginx.GetAsync("/api/v1/me")).StatusCode);
            await Task.Delay(50, limit.Token);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_post_that_a_node_has_seen_is_not_sent_to_the_other(bool nodesHangUp)
    {
        Task FailAsync(HttpContext context)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "7";
            if (nodesHangUp)
                context.Abort();
            return Task.CompletedTask;
        }

        await using var one = await TinyServer.StartAsync(FailAsync);
        await using var two = await TinyServer.StartAsync(FailAsync);
        await using var nginx = await NginxProcess.StartAsync("scandeputy", one.Port, two.Port);

        var answer = await nginx.PostAsync("/api/v1/cases", "{}");

        Assert.Single(one.Requests.Concat(two.Requests));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(nodesHangUp ? 5 : 7), answer.Headers.RetryAfter!.Delta);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_question_that_one_node_cannot_answer_goes_to_the_other(bool nodeHangsUp)
    {
        await using var ill = await TinyServer.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            if (nodeHangsUp)
                context.Abort();
            return Task.CompletedTask;
        });
        await using var well = await TinyServer.StartAsync(_ => Task.CompletedTask);
        await using var nginx = await NginxProcess.StartAsync("scandeputy", ill.Port, well.Port);
        for (var n = 0; n < 10; n++)
            Assert.Equal(HttpStatusCode.OK, (await nginx.GetAsync("/api/v1/me")).StatusCode);
        Assert.NotEmpty(ill.Requests);
        Assert.Equal(10, well.Requests.Count);
    }

    [Fact]
    public async Task Both_nodes_share_the_work()
    {
        await using var one = await TinyServer.StartAsync(_ => Task.CompletedTask);
        await using var two = await TinyServer.StartAsync(_ => Task.CompletedTask);
        await using var nginx = await NginxProcess.StartAsync("scandeputy", one.Port, two.Port);
        for (var n = 0; n < 20; n++)
            await nginx.GetAsync("/api/v1/me");
        Assert.Equal(20, one.Requests.Count + two.Requests.Count);
        Assert.InRange(one.Requests.Count, 5, 15);
    }

    [Fact]
    public async Task The_open_net_is_sent_to_https()
    {
        await using var node = await TinyServer.StartAsync(_ => Task.CompletedTask);
        await using var nginx = await NginxProcess.StartAsync("scandeputy-tls", node.Port, node.Port);
        var answer = await nginx.GetAsync("/login");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("max-age=31536000; includeSubDomains", answer.Headers.GetValues("Strict-Transport-Security").Single());
        var redirect = await nginx.GetPlainAsync("/s/LZ3K7QHM2X?x=1");
        Assert.Equal(HttpStatusCode.PermanentRedirect, redirect.StatusCode);
        Assert.Equal("https://127.0.0.1/s/LZ3K7QHM2X?x=1", redirect.Headers.Location!.ToString());
        // A program would follow unseen, and go on sending its token in the open.
        var told = await nginx.GetPlainAsync("/api/v1/me");
        Assert.Equal(HttpStatusCode.Forbidden, told.StatusCode);
        Assert.Null(told.Headers.Location);
        Assert.Contains("https://", await told.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Single(node.Requests);
    }
}
