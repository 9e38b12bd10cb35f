namespace ScanDeputy.Server.Platform.Telemetry;

/// <summary>Everything of ours is measured by one meter, taken from the host's <see cref="System.Diagnostics.Metrics.IMeterFactory"/>.</summary>
public static class Meters
{
    public const string Name = "ScanDeputy";
}
