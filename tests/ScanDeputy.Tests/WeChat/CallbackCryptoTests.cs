using ScanDeputy.Server.Platform.WeChat.Callbacks;
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

    /// <summary>What the platform's crypto samples give: token, key and two sealed texts, the second with more padding than AES has bytes in a block.</summary>
    [Theory]
    [InlineData("1409659589", "263014780", "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==", "1616140317555161061")]
    [InlineData(
        "1409659813", "1372623149", "477715d11cdb4164915debcba66cb864d751f3e6",
        "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==",
        "<Content><![CDATA[hello]]></Content>")]
    public void Official_sealed_samples_open(string timestamp, string nonce, string signature, string encrypted, string part)
    {
        var crypto = new CallbackCrypto("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7");
        Assert.True(crypto.TryOpen(signature, timestamp, nonce, encrypted, out var message));
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.False(new CallbackCrypto("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c8").TryOpen(signature, timestamp, nonce, encrypted, out _));
    }

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
