using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>
/// One JSON object a line, for programs that collect logs. Scopes are left out: hosting's hold the path, and paths hold station codes
/// and receipts. For the same reason the framework's own lines below Warning, which tell paths and query strings, are never
/// written, whatever level is set.
/// </summary>
public sealed class JsonLines(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "scandeputy-json";

    private const string Template = "{OriginalFormat}";

    // Chinese stays readable; what would end a line is escaped by every encoder.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] RequestTellers = ["Microsoft.AspNetCore", "System.Net.Http"];

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (TellsOfRequests(logEntry.Category) && logEntry.LogLevel < LogLevel.Warning)
            return;

        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", clock.GetUtcNow().UtcDateTime);
            json.WriteString("level", logEntry.LogLevel.ToString());
            json.WriteString("category", logEntry.Category);
            json.WriteNumber("eventId", logEntry.EventId.Id);
            json.WriteString("message", message);
            WriteTrace(json);
            WriteValues(json, logEntry.State);
            if (logEntry.Exception is { } exception)
                LoggedException.Write(json, exception);
            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static bool TellsOfRequests(string category) => Array.Exists(RequestTellers, teller => category.StartsWith(teller, StringComparison.Ordinal));

    /// <summary>The number that a problem's <c>traceId</c> gave to the caller.</summary>
    private static void WriteTrace(Utf8JsonWriter json)
    {
        if (Activity.Current is not { } activity)
            return;

        json.WriteString("traceId", activity.TraceId.ToHexString());
        json.WriteString("spanId", activity.SpanId.ToHexString());
    }

    /// <summary>The message's values by name, so that nobody has to take sentences apart.</summary>
    private static void WriteValues<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values || values.All(pair => pair.Key == Template))
            return;

        json.WriteStartObject("values");
        foreach (var (name, value) in values.Where(pair => pair.Key != Template).DistinctBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }
}
