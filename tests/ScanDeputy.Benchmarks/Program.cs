using System.Globalization;
using BenchmarkDotNet.Running;
using ScanDeputy.Benchmarks;

// dotnet run -c Release --project tests/ScanDeputy.Benchmarks -- --filter '*Calendar*' --job short
// dotnet run -c Release --project tests/ScanDeputy.Benchmarks -- bare-driver CONNECTION_STRING CONNECTIONS SECONDS   (see infra/load/mariadb.sh)
// dotnet run -c Release --project tests/ScanDeputy.Benchmarks -- recompute
// dotnet run -c Release --project tests/ScanDeputy.Benchmarks -- grow CONNECTION_STRING CASES   (see infra/load/mariadb.sh)
// dotnet run -c Release --project tests/ScanDeputy.Benchmarks -- similar [CONNECTION_STRING]
// dotnet run -c Release --project tests/ScanDeputy.Benchmarks -- sweep CASES DUE [CONNECTION_STRING]   (see infra/load/sweep.sh)
// dotnet run -c Release --project tests/ScanDeputy.Benchmarks -- places STATIONS [CONNECTION_STRING]   (see infra/load/places.sh)
if (args is ["bare-driver", var connectionString, var connections, var seconds])
{
#pragma warning disable RS0030 // A benchmark measures by the real clock.
    await BareDriver.RunAsync(
        connectionString, int.Parse(connections, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)), TimeProvider.System);
#pragma warning restore RS0030
    return;
}

if (args is ["recompute"])
{
#pragma warning disable RS0030 // The same.
    await RecomputeRun.RunAsync(TimeProvider.System);
#pragma warning restore RS0030
    return;
}

if (args is ["similar", .. var where])
{
#pragma warning disable RS0030 // The same.
    await SimilarRun.RunAsync(TimeProvider.System, where.FirstOrDefault() ?? "");
#pragma warning restore RS0030
    return;
}

if (args is ["sweep", var cases, var due, .. var at])
{
#pragma warning disable RS0030 // The same.
    await SweepRun.RunAsync(
        TimeProvider.System, int.Parse(cases, CultureInfo.InvariantCulture), int.Parse(due, CultureInfo.InvariantCulture), at.FirstOrDefault() ?? "");
#pragma warning restore RS0030
    return;
}

if (args is ["places", var stations, .. var places])
{
#pragma warning disable RS0030 // The same.
    await PlacesRun.RunAsync(TimeProvider.System, int.Parse(stations, CultureInfo.InvariantCulture), places.FirstOrDefault() ?? "");
#pragma warning restore RS0030
    return;
}

if (args is ["grow", var county, var count])
{
    await GrowRun.RunAsync(county, int.Parse(count, CultureInfo.InvariantCulture));
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(BareDriver).Assembly).Run(args);
