using System.Runtime.Versioning;
using Xunit;

namespace ScanDeputy.Tests.Infra.Containers;

/// <summary>pin-images.sh: each image gets the digest that the registry says, a second run the newer one, and what is built here none.</summary>
[SupportedOSPlatform("linux")]
public sealed class PinImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_image_is_pinned_and_pinned_anew()
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["docker-compose.yml"] = "docker-compose.yml", ["Dockerfile"] = "infra/docker/Dockerfile" };
        foreach (var (name, path) in files)
            await File.WriteAllTextAsync(_folder[name], InfraFiles.Source.Read(path), TestContext.Current.CancellationToken);
        foreach (var digit in "12")
        {
            var digest = $"sha256:{new string(digit, 64)}";
            (await PinAsync($"echo {digest}")).ExpectDone();
            foreach (var (name, path) in files)
            {
                var (before, after) = (await File.ReadAllLinesAsync(InfraFiles.Source.PathOf(path), TestContext.Current.CancellationToken), await File.ReadAllLinesAsync(_folder[name], TestContext.Current.CancellationToken));
                Assert.Equal(before.Select(line => IsImage(line) ? With(line, digest) : line), after);
                Assert.Contains(after, line => line.Contains(digest, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task What_the_registry_does_not_know_is_not_written()
    {
        await File.WriteAllTextAsync(_folder["docker-compose.yml"], "    image: mysql:8.4\n", TestContext.Current.CancellationToken);
        var ran = await PinAsync("echo not found");
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("mysql:8.4 has no digest", ran.Errors, StringComparison.Ordinal);
        Assert.Equal("    image: mysql:8.4\n", await File.ReadAllTextAsync(_folder["docker-compose.yml"], TestContext.Current.CancellationToken));
    }

    private async Task<Tool.Ran> PinAsync(string answer)
    {
        Directory.CreateDirectory(_folder["bin"]);
        await File.WriteAllTextAsync(_folder["bin/docker"], $"#!/bin/sh\n{answer}\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(_folder["bin/docker"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            return await Tool.RunAsync(
                "bash", [InfraFiles.Source.PathOf("infra/docker/pin-images.sh"), .. new[] { "docker-compose.yml", "Dockerfile" }.Select(name => _folder[name]).Where(File.Exists)],
                new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = $"{_folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}" });
        }
        finally
        {
            File.Delete(_folder["bin/docker"]);
        }
    }

    private static bool IsImage(string line) =>
        line.StartsWith("FROM ", StringComparison.Ordinal) || (line.StartsWith("    image: ", StringComparison.Ordinal));

    private static string With(string line, string digest)
    {
        var words = line.TrimStart().Split(' ');
        return $"{line[..^line.TrimStart().Length]}{words[0]} {words[1].Split('@')[0]}@{digest}{string.Concat(words.Skip(2).Select(word => " " + word))}";
    }
}
