using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/ScanDeputy.Benchmarks -- --filter '*Calendar*' --job short
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
