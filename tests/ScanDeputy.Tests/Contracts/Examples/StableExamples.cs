using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Tests.Harness;

namespace ScanDeputy.Tests.Contracts.Examples;

/// <summary>
/// Recorded calls with what differs from one recording to the next replaced: identifiers by others of the same form, which follow from the place where
/// each stands first; secrets by words; instants by the quarter of an hour. Lists keep their first elements.
/// </summary>
internal sealed partial class StableExamples
{
    private const int ListLength = 2;

    /// <summary>What nobody else may have, and what is made up anew each time without a form of its own.</summary>
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["accessToken"] = "example-access-token",
        ["refreshToken"] = "example-refresh-token",
        ["token"] = "example-rating-token",
        ["oldPassword"] = "example-old-password",
        ["newPassword"] = "example-new-password",
        ["password"] = "example-password",
        ["firstPassword"] = "example-first-password",
    };

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    public JsonObject Of(string operationId, JsonObject recorded)
    {
        var stable = new JsonObject();
        foreach (var (part, value) in recorded)
            stable[part] = Stable(value, operationId, $"{operationId}.{part}", part);
        return stable;
    }

    private JsonNode? Stable(JsonNode? value, string operationId, string place, string name) => value switch
    {
        JsonObject known => new JsonObject(known.Select(pair => KeyValuePair.Create(pair.Key, Stable(pair.Value, operationId, $"{place}.{pair.Key}", pair.Key)))),
        JsonArray list => new JsonArray([.. list.Take(ListLength).Select((one, at) => Stable(one, operationId, $"{place}[{at}]", name))]),
        JsonValue one when one.TryGetValue<string>(out var text) => Text(text, operationId, place, name),
        _ => value?.DeepClone(),
    };

    private string Text(string text, string operationId, string place, string name)
    {
        if (Words.GetValueOrDefault(name) is { } word)
            return word;
        if (name == "code" && operationId is "SignInWithWeChat" or "BindPhone")
            return "example-wechat-code";
        if (name == "code" && operationId == "SignInWithSms")
            return "123456";
        if (Instant().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at))
            return QuarterOf(at).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        if (name == "number" && operationId == "GetDeskSignIn")
            return "42";
        text = Code().Replace(text, found => StationCode.TryParse(found.Value, out _) ? CodeOf(found.Value, place) : found.Value);
        text = Ticket().Replace(text, "/t/example-ticket");
        return Hexadecimal().Replace(text, found => Known(found.Value, place));
    }

    private string Known(string value, string place)
    {
        if (!_known.TryGetValue(value, out var known))
            _known[value] = known = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)))[..value.Length];
        return known;
    }

    /// <summary>Another code, written in the same way.</summary>
    private string CodeOf(string written, string place)
    {
        var bare = written.Replace("-", "", StringComparison.Ordinal);
        if (!_known.TryGetValue(bare, out var known))
            _known[bare] = known = StationCode.Create(SHA256.HashData(Encoding.UTF8.GetBytes(place))).Scene;
        return written.Contains('-', StringComparison.Ordinal) ? $"{known[..4]}-{known[4..8]}-{known[8..]}" : known;
    }

    /// <summary>The clock runs on while the calls are made; what lies before or far after its start is the demo's own.</summary>
    private static DateTimeOffset QuarterOf(DateTimeOffset at) => at < TestServer.UsualStart || at > TestServer.UsualStart.AddYears(2)
        ? at
        : at.AddTicks(-((at - TestServer.UsualStart).Ticks % TimeSpan.FromMinutes(15).Ticks));

    [GeneratedRegex("(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-f])", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Hexadecimal();

    /// <summary>A telephone number has as many digits.</summary>
    [GeneratedRegex("(?<![0-9A-Z-])(?![0-9-]+(?![0-9A-Z-]))[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{3}(?![0-9A-Z-])", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Instant();

    [GeneratedRegex("/t/[A-Za-z0-9_-]+", RegexOptions.CultureInvariant, 20_000)]
    private static partial Regex Ticket();
}
