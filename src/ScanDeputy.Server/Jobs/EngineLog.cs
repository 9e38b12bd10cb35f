using Hangfire.Logging;
using Level = Hangfire.Logging.LogLevel;

namespace ScanDeputy.Server.Jobs;

/// <summary>
/// Of what Hangfire writes down, only that a part of it has stopped for good. While Redis is away each of its threads tells of it as an
/// error; <see cref="HangfireSchedule"/> says it once, and as the warning that it is. (Hangfire's log is one for a process: it must outlive
/// the host that made it, of which tests have many, so it asks the host for no logger later on.)
/// </summary>
public sealed partial class EngineLog(ILoggerFactory loggers) : ILogProvider, ILog
{
    private readonly ILogger _logger = loggers.CreateLogger("Hangfire");

    public ILog GetLogger(string name) => this;

    /// <param name="logLevel">How grave it is.</param>
    /// <param name="messageFunc">Null when only asked whether it would be written.</param>
    /// <param name="exception">What went wrong, if anything did.</param>
    public bool Log(Level logLevel, Func<string>? messageFunc, Exception? exception = null)
    {
        if (logLevel < Level.Fatal)
            return false;

        if (messageFunc is not null)
            Stopped(_logger, exception, messageFunc());
        return true;
    }

    [LoggerMessage(52, Microsoft.Extensions.Logging.LogLevel.Critical, "The job engine: {Message}")]
    private static partial void Stopped(ILogger logger, Exception? exception, string message);
}
