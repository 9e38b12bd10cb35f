using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScanDeputy.WeChat.Sandbox.Push;

/// <summary>A push as it travels: the query with its signatures, and the body.</summary>
internal sealed record PushEnvelope(Uri Url, string Body, string MediaType)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static PushEnvelope Seal(SandboxPushOptions options, Uri url, string appId, string openId, JsonObject message, long unixSeconds)
    {
        var (timestamp, nonce) = (unixSeconds.ToString(CultureInfo.InvariantCulture), Nonce());
        var query = SignedQuery(options.Token, timestamp, nonce) + $"&openid={Uri.EscapeDataString(openId)}";
        if (options.Secure)
        {
            var encrypted = PushCrypto.Encrypt(Write(options, message), appId, options.EncodingAesKey);
            query += $"&encrypt_type=aes&msg_signature={PushCrypto.Sign(options.Token, timestamp, nonce, encrypted)}";
            message = new JsonObject { ["ToUserName"] = options.ToUserName, ["Encrypt"] = encrypted };
        }

        return new PushEnvelope(WithQuery(url, query), Write(options, message), options.Xml ? "text/xml" : "application/json");
    }

    /// <summary>The GET that proves the callback address; the program must answer <paramref name="echo"/> as it is.</summary>
    public static Uri AddressCheck(SandboxPushOptions options, Uri url, string echo, long unixSeconds) =>
        WithQuery(url, SignedQuery(options.Token, unixSeconds.ToString(CultureInfo.InvariantCulture), Nonce()) + $"&echostr={echo}");

    private static string SignedQuery(string token, string timestamp, string nonce) =>
        $"signature={PushCrypto.Sign(token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}";

    private static string Nonce() => RandomNumberGenerator.GetInt32(100_000, 2_000_000_000).ToString(CultureInfo.InvariantCulture);

    private static string Write(SandboxPushOptions options, JsonObject message) => options.Xml ? PushXml.Write(message) : message.ToJsonString(Plain);

    private static Uri WithQuery(Uri url, string query) =>
        new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{query}" : query }.Uri;
}
