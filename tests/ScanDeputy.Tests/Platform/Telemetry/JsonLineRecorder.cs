using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Tests.Platform.Telemetry;

/// <summary>Keeps what the program would write on its standard output in production.</summary>
internal sealed class JsonLineRecorder(TimeProvider clock) : ILoggerProvider, ISupportExternalScope
{
    private readonly JsonLines _formatter = new(clock);
    private readonly ConcurrentQueue<string> _output = new();
    private IExternalScopeProvider? _scopes;

    /// <summary>Everything written, also that which is no line of its own.</summary>
    public string Output => string.Concat(_output);

    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public ILogger CreateLogger(string categoryName) => new Pen(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Pen(JsonLineRecorder recorder, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => recorder._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using var text = new StringWriter { NewLine = "\n" };
            recorder._formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), recorder._scopes, text);
            recorder._output.Enqueue(text.ToString());
        }
    }
}
