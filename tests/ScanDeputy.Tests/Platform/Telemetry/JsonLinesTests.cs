using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ScanDeputy.Tests.Platform.Telemetry;

/// <summary>What a line of the production log looks like.</summary>
public sealed partial class JsonLinesTests : IDisposable
{
    private readonly JsonLineRecorder _recorder = new(new FakeTimeProvider(new DateTimeOffset(2026, 5, 15, 9, 30, 0, TimeSpan.FromHours(8))));
    private readonly ILoggerFactory _factory;

    public JsonLinesTests() => _factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_recorder));

    public void Dispose() => _factory.Dispose();

    [Fact]
    public void Line_has_time_in_UTC_level_category_event_message_and_values()
    {
        Log.Counted(_factory.CreateLogger("Some.Category"), "路灯\n\"二\"", 3);

        var line = Only();
        Assert.Equal("2026-05-15T01:30:00Z", line.GetProperty("time").GetString());
        Assert.Equal("Information", line.GetProperty("level").GetString());
        Assert.Equal("Some.Category", line.GetProperty("category").GetString());
        Assert.Equal(77, line.GetProperty("eventId").GetInt32());
        Assert.Equal("Counted 路灯\n\"二\" 3 times", line.GetProperty("message").GetString());
        Assert.Equal("3", line.GetProperty("values").GetProperty("Times").GetString());
        Assert.False(line.GetProperty("values").TryGetProperty("{OriginalFormat}", out _));
    }

    [Fact]
    public void Line_has_the_trace_of_the_work_it_belongs_to()
    {
        using var activity = new Activity("work").Start();
        Log.Counted(_factory.CreateLogger("Some.Category"), "a", 1);

        Assert.Equal(activity.TraceId.ToHexString(), Only().GetProperty("traceId").GetString());
        Assert.Equal(activity.SpanId.ToHexString(), Only().GetProperty("spanId").GetString());
    }

    [Fact]
    public void Scopes_are_left_out()
    {
        var logger = _factory.CreateLogger("Some.Category");
        using (logger.BeginScope(new Dictionary<string, object>(StringComparer.Ordinal) { ["RequestPath"] = "/s/SECRET-CODE" }))
            Log.Counted(logger, "a", 1);

        Assert.DoesNotContain("SECRET-CODE", _recorder.Output, StringComparison.Ordinal);
        Assert.Single(_recorder.Lines);
    }

    [Theory]
    [InlineData(LogLevel.Information, 0)]
    [InlineData(LogLevel.Warning, 1)]
    public void Framework_s_lines_about_requests_are_never_written_below_warning(LogLevel level, int lines)
    {
        var logger = _factory.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics");
        Log.Told(logger, level, "GET /s/CODE?phone=1");

        Assert.Equal(lines, _recorder.Lines.Count);
    }

    [Fact]
    public void Exception_that_quotes_its_input_is_told_by_type_and_place_only()
    {
        var inner = Assert.Throws<FormatException>(() => int.Parse("13912345678x", System.Globalization.CultureInfo.InvariantCulture));
        var outer = new IOException("disk full", inner);
        Log.Failed(_factory.CreateLogger("Some.Category"), outer);

        var exception = Only().GetProperty("exception");
        Assert.Equal("System.IO.IOException", exception.GetProperty("type").GetString());
        Assert.Equal("disk full", exception.GetProperty("message").GetString());
        Assert.Equal("System.FormatException", exception.GetProperty("inner").GetProperty("type").GetString());
        Assert.Contains("Int32.Parse", exception.GetProperty("inner").GetProperty("stack").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("13912345678", _recorder.Output, StringComparison.Ordinal);
    }

    private JsonElement Only() => JsonElement.Parse(Assert.Single(_recorder.Lines));

    private static partial class Log
    {
        [LoggerMessage(77, LogLevel.Information, "Counted {What} {Times} times")]
        public static partial void Counted(ILogger logger, string what, int times);

        [LoggerMessage(EventId = 78, Message = "Request {Line}")]
        public static partial void Told(ILogger logger, LogLevel level, string line);

        [LoggerMessage(79, LogLevel.Error, "It failed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
