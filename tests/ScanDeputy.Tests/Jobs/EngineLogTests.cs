using Microsoft.Extensions.Logging;
using ScanDeputy.Server.Jobs;
using Xunit;
using Level = Hangfire.Logging.LogLevel;

namespace ScanDeputy.Tests.Jobs;

/// <summary>What of Hangfire's own log reaches ours.</summary>
public sealed class EngineLogTests
{
    [Theory]
    [InlineData(Level.Warn, false)]
    [InlineData(Level.Error, false)]
    [InlineData(Level.Fatal, true)]
    public void Only_that_a_part_of_the_engine_stopped_for_good(Level level, bool reaches)
    {
        var written = new List<string>();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(new Pencil(written)));
        var log = new EngineLog(loggers).GetLogger("Hangfire.Server.BackgroundServerProcess");
        Assert.Equal(reaches, log.Log(level, null!));
        log.Log(level, () => "it was stopped", new InvalidOperationException("planted"));
        Assert.Equal(reaches ? ["Critical The job engine: it was stopped (planted)"] : [], written);
    }

    [Fact]
    public void A_host_that_ended_does_not_break_the_engine_of_another()
    {
        EngineLog log;
        using (var loggers = LoggerFactory.Create(_ => { }))
            log = new EngineLog(loggers);
        log.GetLogger("anything").Log(Level.Fatal, () => "late");
    }

    private sealed class Pencil(List<string> written) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            written.Add($"{logLevel} {formatter(state, exception)} ({exception?.Message})");

        public void Dispose()
        {
        }
    }
}
