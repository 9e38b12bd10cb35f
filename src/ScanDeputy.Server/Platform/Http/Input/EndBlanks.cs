using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace ScanDeputy.Server.Platform.Http.Input;

/// <summary>
/// Blanks behind a value mean nothing. MariaDB leaves them out when it compares and SQLite does not, so that <c>"street-light "</c> would be a
/// category on one and none on the other, and a name with a blank behind it another name only for what counts wrong passwords. They are taken away
/// where values come in; a password is taken as it is.
/// </summary>
internal static class EndBlanks
{
    private const string AsItIs = "password";

    public static void TakeFromAddress(HttpRequest request)
    {
        foreach (var (name, value) in request.RouteValues.ToList())
        {
            if (value is string text && text.EndsWith(' '))
                request.RouteValues[name] = text.TrimEnd(' ');
        }

        if (request.Query.Any(pair => Has(pair.Value)))
            request.Query = new QueryCollection(Taken(request.Query));
    }

    public static Dictionary<string, StringValues> Taken(IEnumerable<KeyValuePair<string, StringValues>> fields) =>
        fields.ToDictionary(field => field.Key, field => Has(field.Value) && !IsAsItIs(field.Key) ? new StringValues([.. field.Value.Select(text => text?.TrimEnd(' '))]) : field.Value, StringComparer.OrdinalIgnoreCase);

    /// <returns>The same body when no text in it ends with a blank.</returns>
    public static byte[] Taken(byte[] body, JsonElement root)
    {
        if (body.AsSpan().IndexOf(" \""u8) < 0 && body.AsSpan().IndexOf("\\u0020\""u8) < 0)
            return body;

        using var taken = new MemoryStream(body.Length);
        using (var writer = new Utf8JsonWriter(taken))
            Write(writer, root);
        return taken.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    if (IsAsItIs(member.Name))
                        member.Value.WriteTo(writer);
                    else
                        Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var element in value.EnumerateArray())
                    Write(writer, element);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(value.GetString()!.TrimEnd(' '));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static bool Has(StringValues values) => values.Any(text => text is not null && text.EndsWith(' '));

    private static bool IsAsItIs(string name) => name.EndsWith(AsItIs, StringComparison.OrdinalIgnoreCase);
}
