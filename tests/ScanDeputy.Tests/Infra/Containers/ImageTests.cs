using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ScanDeputy.Tests.Infra.Containers;

/// <summary>The image: no engine builds it here, so that what it is made of is looked at, and its health check is run.</summary>
public sealed partial class ImageTests
{
    private static readonly string Dockerfile = InfraFiles.Source.Read("infra/docker/Dockerfile");

    [Fact]
    public void Restore_and_publish_build_with_Senparc()
    {
        var commands = Dockerfile.Split('\n').Where(line => line.StartsWith("RUN dotnet restore", StringComparison.Ordinal) || line.StartsWith("RUN dotnet publish", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, commands.Count);
        Assert.All(commands, command => Assert.Contains("-p:Senparc=true", command, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_in_the_image_is_listed_in_it_by_a_tool_of_a_fixed_version()
    {
        Assert.Contains("dotnet tool restore && dotnet CycloneDX src/ScanDeputy.Server/ScanDeputy.Server.csproj ", Dockerfile, StringComparison.Ordinal);
        Assert.Contains(" --output /app --filename sbom.cdx.json ", Dockerfile, StringComparison.Ordinal);
        Assert.True(Dockerfile.IndexOf("dotnet CycloneDX", StringComparison.Ordinal) < Dockerfile.IndexOf("\nCOPY --from=build /app", StringComparison.Ordinal));
        var tool = JsonNode.Parse(InfraFiles.Source.Read(".config/dotnet-tools.json")).At("tools", "cyclonedx")!;
        Assert.Matches("^[0-9.]+$", (string)tool["version"]!);
        Assert.Equal(["dotnet-CycloneDX"], tool["commands"].Texts());
    }

    [Fact]
    public void The_running_image_is_not_root_and_checks_itself()
    {
        var running = Dockerfile[Dockerfile.LastIndexOf("\nFROM ", StringComparison.Ordinal)..];
        Assert.Matches(@"\nFROM mcr\.microsoft\.com/dotnet/aspnet:10\.0(?:@sha256:[0-9a-f]{64})?\n", running);
        Assert.Matches(@"\nUSER 1654:1654\n", running);
        Assert.Contains("CMD [\"healthcheck\"]", running, StringComparison.Ordinal);
        Assert.Contains("ENTRYPOINT [\"/app/ScanDeputy.Server\"]", running, StringComparison.Ordinal);
        Assert.Contains("ASPNETCORE_ENVIRONMENT=Production", running, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_project_the_server_needs_is_restored_before_the_code_is_copied()
    {
        var needed = new[] { "src/ScanDeputy.Server/ScanDeputy.Server.csproj" }.Concat(
            Reference().Matches(InfraFiles.Source.Read("src/ScanDeputy.Server/ScanDeputy.Server.csproj")).Select(match => "src/" + match.Groups["project"].Value));
        var copied = Copy().Matches(Dockerfile).SelectMany(match => match.Groups["what"].Value.Split(' ')).ToList();
        Assert.All(needed, project => Assert.Contains(project, copied));
        Assert.All(copied.Where(what => what != "/app"), what => Assert.True(Exists(what), what));
    }

    private static bool Exists(string what) => what.Contains('*', StringComparison.Ordinal)
        ? Directory.GetFiles(InfraFiles.Source.PathOf(Path.GetDirectoryName(what)!), Path.GetFileName(what)).Length > 0
        : Path.Exists(InfraFiles.Source.PathOf(what));

    [Fact]
    public void What_the_server_embeds_from_beside_the_code_is_copied()
    {
        var embedded = Beside().Matches(InfraFiles.Source.Read("src/ScanDeputy.Server/ScanDeputy.Server.csproj")).Select(match => match.Groups["path"].Value).ToList();
        Assert.NotEmpty(embedded);
        var copied = Copy().Matches(Dockerfile).SelectMany(match => match.Groups["what"].Value.Split(' ')).ToList();
        // By its name, or all of its folder.
        Assert.All(embedded, path => Assert.Contains(copied, what => what == path || (what.EndsWith('/') && path.StartsWith(what, StringComparison.Ordinal))));
    }

    [Fact]
    public void The_build_gets_nothing_but_what_it_copies()
    {
        var lines = InfraFiles.Source.Read(".dockerignore").Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')).ToList();
        Assert.Equal("*", lines[0]);
        var let = lines.Where(line => line.StartsWith('!')).Select(line => line[1..]).Order(StringComparer.Ordinal);
        Assert.Equal(new[] { ".config", ".editorconfig", "Directory.Build.props", "Directory.Packages.props", "infra/docker/healthcheck.sh", "miniprogram-contracts/examples/", "miniprogram-contracts/pages.json", "src" }.Order(StringComparer.Ordinal), let);
    }

    [Theory]
    [InlineData(StatusCodes.Status200OK, true)]
    [InlineData(StatusCodes.Status503ServiceUnavailable, false)]
    public async Task The_health_check_is_as_well_as_the_answer(int status, bool well)
    {
        await using var server = await TinyServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/healthz/ready" ? status : StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        var ran = await Tool.BashAsync(InfraFiles.Source.PathOf("infra/docker/healthcheck.sh"), $"{server.Port}");
        Assert.Equal(well, ran.ExitCode == 0);
    }

    [Fact]
    public async Task The_health_check_of_a_program_that_is_not_there_is_bad()
    {
        int port;
        await using (var server = await TinyServer.StartAsync(_ => Task.CompletedTask))
            port = server.Port;
        Assert.NotEqual(0, (await Tool.BashAsync(InfraFiles.Source.PathOf("infra/docker/healthcheck.sh"), $"{port}")).ExitCode);
    }

    [GeneratedRegex(@"EmbeddedResource Include=""\.\./\.\./(?<path>[^""]+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Beside();

    [GeneratedRegex(@"ProjectReference Include=""\.\./(?<project>[^""]+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^COPY (?:--\S+ )*(?<what>.+) \S+$", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 20_000)]
    private static partial Regex Copy();
}
