using System.Diagnostics.Metrics;
using ScanDeputy.Server.Platform.Telemetry;

namespace ScanDeputy.Server.Features.People.SmsSignIn;

/// <summary>Counts codes by what became of them: sent, doubtful, failed (the gateway did not take it), tooSoon, limited.</summary>
public sealed class SmsMeter(IMeterFactory meters)
{
    private readonly Counter<long> _codes = meters.Create(Meters.Name).CreateCounter<long>(
        "scandeputy.sms.codes", description: "Sign-in codes by text message that were asked for, by result: sent, doubtful, failed, tooSoon, limited.");

    public void Count(string result) => _codes.Add(1, KeyValuePair.Create("result", (object?)result));
}
