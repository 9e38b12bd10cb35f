using ScanDeputy.Server.Platform.WeChat;
using Xunit;

namespace ScanDeputy.Tests.WeChat;

/// <summary>Official samples of the message push page, and what must not open.</summary>
public sealed class CallbackCryptoTests
{
    private const string Timestamp = "1767225600";
    private const string Nonce = "31337";

    [Theory]
    [InlineData("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696")]
    [InlineData("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78")]
    public void Official_signature_samples_match(string timestamp, string nonce, string signature) =>
        Assert.True(new CallbackCrypto("AAAAA", "", WeChatWorld.AppId).IsSigned(signature, timestamp, nonce));

    [Fact]
    public void Sealed_text_opens_for_every_length_of_padding()
    {
        var crypto = Crypto();
        foreach (var length in Enumerable.Range(0, 70))
        {
            var text = new string('民', length);
            var (encrypted, signature) = crypto.Seal(text, Timestamp, Nonce);
            Assert.True(crypto.TryOpen(signature, Timestamp, Nonce, encrypted, out var opened));
            Assert.Equal(text, opened);
        }
    }

    [Fact]
    public void Text_for_another_app_does_not_open()
    {
        var (encrypted, signature) = new CallbackCrypto(WeChatWorld.PushToken, WeChatWorld.AesKey, "wx5cade90000000002").Seal("text", Timestamp, Nonce);

        Assert.False(Crypto().TryOpen(signature, Timestamp, Nonce, encrypted, out _));
    }

    [Fact]
    public void Changed_or_cut_text_does_not_open()
    {
        var crypto = Crypto();
        var (encrypted, signature) = crypto.Seal("text", Timestamp, Nonce);

        Assert.False(crypto.TryOpen(signature, Timestamp, "31338", encrypted, out _));
        Assert.False(crypto.TryOpen(null, Timestamp, Nonce, encrypted, out _));
        Assert.False(crypto.TryOpen(signature, Timestamp, Nonce, encrypted[..^4], out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64 at all!")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void Nonsense_under_a_good_signature_does_not_open(string encrypted)
    {
        // Signed like the real thing, so that the decryption itself has to say no.
        string[] parts = [WeChatWorld.PushToken, Timestamp, Nonce, encrypted];
#pragma warning disable CA5350 // the wire format demands SHA-1
        var signature = Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(
            System.Text.Encoding.UTF8.GetBytes(string.Concat(parts.Order(StringComparer.Ordinal)))));
#pragma warning restore CA5350

        Assert.False(Crypto().TryOpen(signature, Timestamp, Nonce, encrypted, out _));
    }

    [Theory]
    [InlineData("<xml><Encrypt>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><xml><Encrypt>&a;</Encrypt></xml>")]
    [InlineData("{\"Encrypt\":17}")]
    [InlineData("[]")]
    [InlineData("")]
    public void Body_that_is_no_push_is_refused(string body) =>
        Assert.Null(new CallbackReader(Crypto()).Open(new CallbackQuery("s", Timestamp, Nonce, "m"), body));

    private static CallbackCrypto Crypto() => new(WeChatWorld.PushToken, WeChatWorld.AesKey, WeChatWorld.AppId);
}
