using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using ScanDeputy.Domain.Calendars;

namespace ScanDeputy.Server.Platform.Http;

/// <summary>JSON as the API speaks it: camelCase, enums as text, instants with China's offset (<c>2026-11-20T09:30:00+08:00</c>).</summary>
public static class ApiJson
{
    // The same objects for all options: those that are alike share what they have found out about types, instead of finding and compiling it each.
    private static readonly DefaultJsonTypeInfoResolver Types = new();
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
    private static readonly JsonStringEnumConverter Enums = new(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
    private static readonly ChinaInstantConverter Instants = new();

    public static JsonSerializerOptions Options { get; } = ReadOnly(Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web)));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolver = Types;
        options.Encoder = Encoder;
        options.Converters.Add(Enums);
        options.Converters.Add(Instants);
        return options;
    }

    private static JsonSerializerOptions ReadOnly(JsonSerializerOptions options)
    {
        options.MakeReadOnly();
        return options;
    }

    private sealed class ChinaInstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToOffset(ChinaTime.Offset));
    }
}
