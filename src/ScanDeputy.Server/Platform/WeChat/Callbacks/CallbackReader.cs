using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace ScanDeputy.Server.Platform.WeChat.Callbacks;

/// <summary>What a callback request carries in its query.</summary>
public sealed record CallbackQuery(string? Signature, string? Timestamp, string? Nonce, string? MessageSignature)
{
    public static CallbackQuery From(IQueryCollection query) =>
        new(query["signature"], query["timestamp"], query["nonce"], query["msg_signature"]);
}

/// <summary>Opens pushes. With a key configured only secure mode is taken, so nobody can talk us down to plain texts.</summary>
public sealed class CallbackReader(CallbackCrypto crypto)
{
    /// <summary>WeChat proves that it knows the token; the answer is its echostr, unchanged.</summary>
    public bool IsAddressCheck(CallbackQuery query) => crypto.IsSigned(query.Signature, query.Timestamp, query.Nonce);

    /// <summary>The message as JSON or XML text, or null when it is not WeChat's: answer then anything but "success".</summary>
    public string? Open(CallbackQuery query, string body)
    {
        if (!crypto.IsSecure) return crypto.IsSigned(query.Signature, query.Timestamp, query.Nonce) ? body : null;
        return Encrypted(body) is { } encrypted && crypto.TryOpen(query.MessageSignature, query.Timestamp, query.Nonce, encrypted, out var message)
            ? message
            : null;
    }

    private static string? Encrypted(string body)
    {
        try
        {
            if (!body.AsSpan().TrimStart().StartsWith("<", StringComparison.Ordinal)) return JsonSerializer.Deserialize<JsonElement>(body).Text("Encrypt");
            // No document type: entities of a stranger's text are not expanded.
            using var reader = XmlReader.Create(new StringReader(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return XDocument.Load(reader).Root?.Element("Encrypt")?.Value;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
