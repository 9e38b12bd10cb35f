using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Benchmarks;
using ScanDeputy.Server.Features.Network.Districts;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Features.Network.Districts;

/// <summary>620 000 rows, in and in again; infra/load/places.sh measures them.</summary>
public sealed class NationalDistrictTests
{
    [Fact]
    public async Task A_nations_districts_are_taken_over_and_compared()
    {
        if (Environment.GetEnvironmentVariable("SCANDEPUTY_LONG") != "1")
            Assert.Skip("Long: set SCANDEPUTY_LONG=1.");

        await using var server = await TestServer.StartAsync();
        var import = server.Services.GetRequiredService<ImportDistricts.Handler>();
        var list = NationalDistricts.All().ToList();
        var done = await import.RunAsync(new ImportFile("list.csv", NationalDistricts.Csv(list)), null, "test", complete: false, dryRun: false, CancellationToken.None);
        Assert.True(done.Accepted);
        Assert.Equal(list.Count, done.Rows);
        var less = list.Where(district => !district.Code.StartsWith("3201", StringComparison.Ordinal) || district.Code.Length < 12);
        var again = await import.RunAsync(new ImportFile("list.csv", NationalDistricts.Csv(less)), null, "test", complete: true, dryRun: true, CancellationToken.None);
        Assert.True(again.Accepted);
        Assert.DoesNotContain(DistrictChangeKind.Added, again.Diff!.Counts.Keys);
    }
}
