using System.Diagnostics;
using Xunit;

namespace ScanDeputy.Tests.Infra;

/// <summary>A program of this machine, run to its end. One that is not installed skips the test and says so; infra/test.sh installs it.</summary>
internal static class Tool
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public sealed record Ran(int ExitCode, string Output, string Errors)
    {
        public string Everything => Output + Errors;

        /// <summary>Fails with what the program said.</summary>
        public Ran ExpectDone()
        {
            Assert.True(ExitCode == 0, $"Exit code {ExitCode}: {Everything}");
            return this;
        }
    }

    /// <returns>Its path.</returns>
    public static string Need(string name)
    {
        var path = Find(name);
        Assert.SkipWhen(path is null, $"{name} is not installed; infra/test.sh installs it.");
        return path!;
    }

    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public static Task<Ran> BashAsync(string script, params string[] arguments) => RunAsync("bash", [script, .. arguments]);

    public static async Task<Ran> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Longest);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new Ran(process.ExitCode, await output, await errors);
    }
}
