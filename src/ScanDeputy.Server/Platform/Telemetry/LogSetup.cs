using Microsoft.Extensions.Logging.Console;

namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>How log lines look: JSON in production, plain text for the people who try the program, <c>Logging__Format</c> decides otherwise.</summary>
public static partial class LogSetup
{
    private const string Setting = "Logging:Format";

    /// <exception cref="RefuseToStartException">An unknown format.</exception>
    public static void AddLogFormat(this ILoggingBuilder logging, IConfiguration configuration)
    {
        if (!IsJson(configuration))
            return;

        logging.AddConsole(options => options.FormatterName = JsonLines.FormatterName)
            .AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>();
    }

    /// <summary>Where the program listens, as a line like all others.</summary>
    public static void TellAddress(WebApplication app) => Log.Started(app.Logger, app.Urls.First());

    /// <exception cref="RefuseToStartException">An unknown format.</exception>
    public static bool IsJson(IConfiguration configuration) => configuration[Setting]?.ToLowerInvariant() switch
    {
        "json" => true,
        "text" => false,
        null or "" => Profiles.IsProduction(configuration),
        var other => throw new RefuseToStartException($"Logging__Format '{other}' is unknown: use 'text' or 'json'."),
    };

    private static partial class Log
    {
        [LoggerMessage(12, LogLevel.Information, "Listening; start here: {Address}")]
        public static partial void Started(ILogger logger, string address);
    }
}
