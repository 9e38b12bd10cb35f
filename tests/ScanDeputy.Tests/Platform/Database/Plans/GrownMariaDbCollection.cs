using Xunit;

namespace ScanDeputy.Tests.Platform.Database.Plans;

/// <summary>Tests that look at plans share one grown database and take turns on it.</summary>
[CollectionDefinition(Name)]
public sealed class GrownMariaDbCollection : ICollectionFixture<GrownMariaDb>
{
    public const string Name = "grown MariaDB";
}
