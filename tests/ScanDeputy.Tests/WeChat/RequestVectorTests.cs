using System.Text.Json.Nodes;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>The sandbox answers what WeChat's pages and other people's logs say it answers.</summary>
public sealed class RequestVectorTests
{
    private static readonly VectorFile File = VectorFile.Load("requests.json");

    public static TheoryData<string, string> Rows => File.Rows();

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Request_is_answered_as_by_the_platform(string id, string says)
    {
        _ = says;
        var vector = File[id];
        await using var world = await WeChatWorld.StartAsync();
        await using var receiver = vector["want"]!["push"] is null ? null : await PushReceiver.StartAsync(secure: false);
        if (receiver is not null) world.Control.SetCallback(WeChatWorld.Push(receiver.Url));
        using var runner = new VectorRunner(world, File.Head["bodies"]!.AsObject());

        var answer = await runner.RunAsync(vector);

        if (receiver is null) return;
        await world.Control.WhenPushesEndAsync();
        Assert.Contains(receiver.Messages.Select(m => JsonNode.Parse(m!)!), m =>
            JsonNode.DeepEquals(m["Event"], vector["want"]!["push"]) && JsonNode.DeepEquals(m["trace_id"], answer!["trace_id"]));
    }

    [Fact]
    public void Every_vector_is_here() => Assert.Equal(69, File.Rows().Count);
}
