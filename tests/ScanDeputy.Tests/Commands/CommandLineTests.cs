using Xunit;

namespace ScanDeputy.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scandeputy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Help_names_every_command_with_a_line_about_it()
    {
        var (exitCode, output) = await CommandRun.RunWithAsync("help");
        Assert.Equal(0, exitCode);
        foreach (var command in (string[])["migrate", "check", "import", "districts", "verify-ledger", "recompute", "backup", "restore", "rotate-keys"])
            Assert.Contains($"\n  {command}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_word_and_a_missing_option_are_wrong_use()
    {
        var (unknown, words) = await CommandRun.RunWithAsync("bakcup", "--file", "x");
        Assert.Equal(64, unknown);
        Assert.Contains("'bakcup' is not a command", words, StringComparison.Ordinal);
        Assert.Contains("backup --file FILE", words, StringComparison.Ordinal);

        var (missing, usage) = await CommandRun.RunAsync(_folder, "backup");
        Assert.Equal(64, missing);
        Assert.Contains("--file is missing", usage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify-ledger")]
    [InlineData("recompute")]
    [InlineData("backup", "--file", "never")]
    [InlineData("rotate-keys")]
    public async Task Without_a_schema_a_command_gives_one_line_and_exit_code_78(string command, params string[] options)
    {
        var (exitCode, output) = await CommandRun.RunAsync(_folder, command, options);
        Assert.Equal(78, exitCode);
        Assert.Contains("migrate", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(File.Exists("never"));
    }
}
