using System.Text.Json.Nodes;
using System.Xml.Linq;
using Xunit;

namespace ScanDeputy.Tests.Infra;

/// <summary>Each project has a lock file that says what Directory.Packages.props says (docs/decisions/0023).</summary>
public sealed class LockFileTests
{
    public static TheoryData<string> Projects => [.. InfraFiles.Source.Files("src", "*.csproj").Concat(InfraFiles.Source.Files("tests", "*.csproj")).Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Locked_versions_are_the_central_ones(string project)
    {
        var central = XDocument.Parse(InfraFiles.Source.Read("Directory.Packages.props")).Descendants()
            .Where(element => element.Name.LocalName is "PackageVersion" or "GlobalPackageReference")
            .ToDictionary(element => (string)element.Attribute("Include")!, element => (string)element.Attribute("Version")!, StringComparer.OrdinalIgnoreCase);
        var locked = JsonNode.Parse(InfraFiles.Source.Read($"{Path.GetDirectoryName(project)!.Replace('\\', '/')}/packages.lock.json"))!["dependencies"]!.AsObject().Single().Value!.AsObject();
        var direct = locked.Where(package => (string?)package.Value!["type"] == "Direct").ToList();
        Assert.All(direct, package => Assert.Equal(central[package.Key], (string?)package.Value!["resolved"]));
        Assert.All(locked.Where(package => (string?)package.Value!["type"] != "Project"), package => Assert.Equal(64, Convert.FromBase64String((string)package.Value!["contentHash"]!).Length));
        var asked = XDocument.Parse(InfraFiles.Source.Read(project)).Descendants("PackageReference")
            .Where(element => element.Parent?.Attribute("Condition") is null && element.Attribute("Include") is not null).Select(element => (string)element.Attribute("Include")!);
        Assert.Empty(asked.Except(direct.Select(package => package.Key), StringComparer.OrdinalIgnoreCase));
    }
}
