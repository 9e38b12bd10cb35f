using System.Data.Common;
using System.Net.Sockets;
using System.Text.Json;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>
/// An exception as JSON: its type and where it came from, and its message only where the message tells of machines. The others quote
/// what they could not read ("The input string '139…' was not in a correct format"), and that may be somebody's phone number.
/// </summary>
internal static class LoggedException
{
    private static readonly Type[] MachineTalk =
    [
        typeof(DbException), typeof(DatabaseUnavailableException), typeof(SchemaException), typeof(IOException), typeof(HttpRequestException), typeof(SocketException),
        typeof(TimeoutException), typeof(OperationCanceledException),
    ];

    public static void Write(Utf8JsonWriter json, Exception exception, string name = "exception")
    {
        json.WriteStartObject(name);
        json.WriteString("type", exception.GetType().FullName);
        if (MachineTalk.Any(type => type.IsInstanceOfType(exception)))
            json.WriteString("message", exception.Message);
        json.WriteString("stack", exception.StackTrace);
        if (exception.InnerException is { } inner)
            Write(json, inner, "inner");
        json.WriteEndObject();
    }
}
