using Xunit;

namespace ScanDeputy.Tests.Faults;

/// <summary>These start half a dozen processes each: one after the other, and with nothing else beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultsCollection
{
    public const string Name = "Faults";

    /// <summary>Minutes instead of seconds, asked for by SCANDEPUTY_LONG=1.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("SCANDEPUTY_LONG") == "1";
}
