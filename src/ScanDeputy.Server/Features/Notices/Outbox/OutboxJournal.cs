using System.Diagnostics.Metrics;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Features.Notices.Outbox;

/// <summary>Tells of attempts that did not end with a message sent: counts them all, and logs those that somebody should look at.</summary>
public sealed partial class OutboxJournal(IMeterFactory meters, ILogger<OutboxJournal> logger)
{
    private readonly Counter<long> _failures = meters.Create(Meters.Name).CreateCounter<long>(
        "scandeputy.outbox.failures", description: "Attempts that failed: again (tried later), refused (for good), parked (after the last try), doubtful (may have gone out).");

    public void Again(string channel) => Count(channel, "again");

    public void Refused(string channel) => Count(channel, "refused");

    public void Unanswered(string channel) => Count(channel, "doubtful");

    public void Abandoned(string channel, string id)
    {
        Count(channel, "doubtful");
        Log.Doubtful(logger, id);
    }

    public void Parked(string channel, string id, string? why)
    {
        Count(channel, "parked");
        Log.Parked(logger, id, why);
    }

    private void Count(string channel, string result) =>
        _failures.Add(1, KeyValuePair.Create("channel", (object?)channel), KeyValuePair.Create("result", (object?)result));

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Warning, "Outbox row {Id} is doubtful: a worker ended while sending it. It is not sent again; the inbox has it.")]
        public static partial void Doubtful(ILogger logger, string id);

        [LoggerMessage(21, LogLevel.Warning, "Outbox row {Id} is parked after its last attempt: {Why}.")]
        public static partial void Parked(ILogger logger, string id, string? why);
    }
}
