namespace ScanDeputy.Tests.Harness;

/// <summary>The one place where tests take the real clock: the program runs on from its start as it does in life.</summary>
internal static class WallClock
{
#pragma warning disable RS0030 // See the summary.
    public static TimeProvider Real => TimeProvider.System;
#pragma warning restore RS0030
}
