using System.Text.Json.Nodes;
using ScanDeputy.Server.Platform.WeChat.Callbacks;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>Our callback reader takes what the platform pushes, and nothing else.</summary>
public sealed class PushVectorTests
{
    private static readonly VectorFile File = VectorFile.Load("pushes.json");

    public static TheoryData<string, string> Rows => File.Rows();

    [Theory]
    [MemberData(nameof(Rows))]
    public void Push_is_opened_or_refused(string id, string says)
    {
        _ = says;
        var vector = File[id];
        var parts = vector["query"]!;
        var query = new CallbackQuery((string?)parts["signature"], (string?)parts["timestamp"], (string?)parts["nonce"], (string?)parts["msg_signature"]);
        var reader = new CallbackReader(new CallbackCrypto(
            (string)File.Head["token"]!, parts["encrypt_type"] is null ? "" : (string)File.Head["encodingAesKey"]!, (string)File.Head["appid"]!));
        var refused = vector["want"]!["refused"] is not null;

        if ((string?)vector["method"] is "GET") Assert.Equal(!refused, reader.IsAddressCheck(query));
        else Assert.Equal(refused ? null : (string?)vector["want"]!["plain"], reader.Open(query, (string)vector["raw"]!));
    }

    [Fact]
    public void Repeated_event_is_known_by_sender_second_and_kind()
    {
        var first = JsonNode.Parse((string)File["psh-03"]["raw"]!)!;
        var again = JsonNode.Parse((string)File[(string)File["psh-04"]["id"]!]["raw"]!)!;
        foreach (var member in new[] { "FromUserName", "CreateTime", "Event" }) Assert.True(JsonNode.DeepEquals(first[member], again[member]));
    }

    [Fact]
    public void Every_vector_is_here() => Assert.Equal(6, File.Rows().Count);
}
